/**
 * Writes src/formats/bytecode/opcodes.generated.ts out of the `dis` modules of the interpreters named in
 * LAZARET_PYTHONS (paths joined by `:`). Rows of versions that none of them has are kept. Run by hand when a version
 * is added.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { OPCODE_ROWS } from '../src/formats/bytecode/opcodes.generated.ts';

const TARGET = path.join(import.meta.dirname, '../src/formats/bytecode/opcodes.generated.ts');

/** Prints the version, the first opcode with an argument, and every opcode as `number:name:caches`. */
const PROGRAM = `
import dis, sys
version = '%d.%d' % sys.version_info[:2]
caches = getattr(dis, '_inline_cache_entries', {})
def cache(number, name):
    if isinstance(caches, dict): return caches.get(name, 0)
    return caches[number] if number < len(caches) else 0
rows = []
for name, number in sorted(dis.opmap.items(), key=lambda item: item[1]):
    if number > 255 or name.startswith('INSTRUMENTED') or name in ('RESERVED', 'ENTER_EXECUTOR'): continue
    count = cache(number, name)
    rows.append('%d:%s:%d' % (number, name, count) if count else '%d:%s' % (number, name))
sys.stdout.write('%s|%d|%s' % (version, dis.HAVE_ARGUMENT, ' '.join(rows)))
`;

const rows = new Map<string, readonly [number, string]>(Object.entries(OPCODE_ROWS));
for (const python of (process.env.LAZARET_PYTHONS ?? '').split(':').filter((name) => name !== '')) {
  const run = spawnSync(python, ['-c', PROGRAM], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${python}: ${run.stderr}`);
  const [version = '', first = '', row = ''] = run.stdout.split('|');
  rows.set(version, [Number(first), row]);
}

/** `3.10` comes after `3.9`. */
function order(version: string): number {
  const [major, minor] = version.split('.').map(Number);
  return major! * 100 + minor!;
}

const entries = [...rows]
  .sort(([a], [b]) => order(a) - order(b))
  .map(([version, [first, row]]) => `  '${version}': [\n    ${first},\n    '${row}',\n  ],`);
writeFileSync(
  TARGET,
  `/**
 * Opcodes of CPython (Lib/opcode.py, Include/opcode_ids.h): the first one with an argument, and \`number:name:caches\`.
 * Written by scripts/generate-opcodes.ts.
 */
export const OPCODE_ROWS: Readonly<Record<string, readonly [number, string]>> = {
${entries.join('\n')}
};
`,
);
