/** Inert distributions without end, of realistic sizes: each number gives another one, always the same. */
import { gzipSync } from 'node:zlib';
import { packWheel } from '../../scripts/pack-example.ts';
import { tar } from './tar-writer.ts';

export interface InertDistribution {
  filename: string;
  bytes: Uint8Array;
}

/**
 * Bytes of an archive at each tenth of the files of a public index: of 200 distributions drawn at random. A twentieth of
 * all real files are larger than the last.
 */
const SIZES = [1_000, 2_300, 3_700, 5_500, 8_300, 13_500, 20_000, 36_000, 63_000, 250_000, 2_400_000];
/** Characters of source that a distribution has at most; what is larger is data. */
const SOURCE_CHARS = 300_000;
const WORDS =
  'load save merge split index buffer parse render resolve lookup header payload record cursor'.split(' ');

/** Numbers in [0, 1) from a seed. (G. Marsaglia's xorshift, 32 bits.) */
export function random(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** @param name of its project, and so of the file */
export function inertDistribution(number: number, name = `inert-${number}`): InertDistribution {
  const next = random(number + 1);
  for (let skipped = 0; skipped < 8; skipped += 1) next();
  const size = sizeAt(next());
  const sourceChars = Math.min(size * 3, SOURCE_CHARS);
  const modules = sourcesOf(next, sourceChars, number);
  const data = Buffer.alloc(Math.max(0, size - Math.round(sourceChars / 4)));
  for (let at = 0; at + 4 <= data.byteLength; at += 4) data.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
  const files = { ...modules, ...(data.byteLength > 500 ? { 'data/table.bin': data } : {}) };
  return next() < 0.6 ? wheelOf(name, files) : sdistOf(name, files);
}

function sizeAt(share: number): number {
  const place = share * (SIZES.length - 1);
  const [low, high] = [SIZES[Math.floor(place)]!, SIZES[Math.ceil(place)]!];
  return Math.round(low * (high / low) ** (place % 1));
}

type Files = Record<string, Uint8Array | string>;

function sourcesOf(next: () => number, characters: number, number: number): Files {
  const files: Files = { '__init__.py': `"""Number ${number}."""\n__version__ = "1.0"\n` };
  const word = (): string => WORDS[Math.floor(next() * WORDS.length)]!;
  for (let left = characters, module = 0; left > 0; module += 1) {
    let text = 'import os\nimport json\n\n\n';
    while (text.length < 12_000 && text.length < left) {
      const [verb, noun, factor] = [word(), word(), Math.floor(next() * 1000)];
      text += `def ${verb}_${noun}_${text.length}(${noun}, depth=${factor}):\n`;
      text += `    """Returns the ${noun} after ${factor} steps."""\n`;
      text += `    ${verb} = [${noun} * step + ${factor} for step in range(depth)]\n`;
      text += `    if os.path.exists(${JSON.stringify(`${noun}.json`)}):\n`;
      text += `        return json.loads(${JSON.stringify(`{"${verb}": ${factor}}`)})\n`;
      text += `    return sum(${verb}) + ${Math.floor(next() * 1e6)}\n\n\n`;
    }
    files[`module_${module}.py`] = text;
    left -= text.length;
  }
  return files;
}

function metadata(name: string): string {
  return `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\nSummary: Inert\n`;
}

function wheelOf(name: string, files: Files): InertDistribution {
  const root = name.replaceAll('-', '_');
  const members = Object.entries(files).map(([file, bytes]) => ({
    path: `${root}/${file}`,
    bytes: Buffer.from(bytes as Uint8Array),
  }));
  const info = (file: string, text: string) => ({
    path: `${root}-1.0.dist-info/${file}`,
    bytes: Buffer.from(text),
  });
  const tags = 'Wheel-Version: 1.0\nGenerator: inert\nRoot-Is-Purelib: true\nTag: py3-none-any\n';
  const bytes = packWheel([...members, info('METADATA', metadata(name)), info('WHEEL', tags)]);
  return { filename: `${root}-1.0-py3-none-any.whl`, bytes };
}

function sdistOf(name: string, files: Files): InertDistribution {
  const root = `${name.replaceAll('-', '_')}-1.0`;
  const setup = `from setuptools import setup\n\nsetup(name="${name}", version="1.0", packages=["inert"])\n`;
  const members = Object.entries({
    'PKG-INFO': metadata(name),
    'setup.py': setup,
    ...Object.fromEntries(Object.entries(files).map(([file, bytes]) => [`inert/${file}`, bytes])),
  });
  const archive = tar(members.map(([file, data]) => ({ name: `${root}/${file}`, data })));
  return { filename: `${root}.tar.gz`, bytes: gzipSync(archive, { level: 6 }) };
}
