import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesIn, type Import, importsOf, roomOf } from './source-files.ts';

/**
 * What each room may use at run time besides itself, `contracts` and `limits`. The order is that of the flow; a
 * room may use the types of every room above it.
 */
const ROOMS: Record<string, readonly string[]> = {
  contracts: [],
  limits: [],
  'service-limits': ['limits'],
  version: [],
  python: [],
  formats: [],
  intake: [],
  unpack: ['formats'],
  artifacts: ['python', 'formats'],
  yara: [],
  analyses: ['python', 'formats'],
  rules: [],
  score: [],
  train: ['rules', 'score'],
  verdict: [],
  report: [],
  similarity: [],
  engine: ['version', 'rules', 'score'],
  pipeline: [
    'unpack',
    'artifacts',
    'analyses',
    'yara',
    'rules',
    'score',
    'verdict',
    'report',
    'similarity',
    'engine',
  ],
  scan: ['pipeline', 'unpack', 'yara', 'score', 'verdict', 'engine', 'python'],
  fetch: [],
  vault: [],
  store: ['version', 'intake', 'similarity'],
  backup: ['version', 'vault', 'store'],
  actions: ['intake', 'report', 'store'],
  review: ['actions', 'report', 'store'],
  jobs: ['scan', 'store', 'vault', 'actions', 'review'],
  service: ['engine', 'jobs', 'store', 'vault', 'actions'],
  http: ['intake', 'fetch', 'service', 'jobs', 'store', 'vault', 'actions', 'version', 'review', 'scan'],
  gate: ['http', 'fetch', 'intake', 'report', 'jobs', 'store', 'actions'],
  watch: ['fetch', 'intake', 'jobs', 'store'],
  proxy: ['http', 'fetch', 'service', 'jobs', 'store', 'vault', 'intake', 'unpack'],
  serve: [
    'backup',
    'proxy',
    'fetch',
    'gate',
    'http',
    'scan',
    'service',
    'jobs',
    'store',
    'vault',
    'actions',
    'watch',
  ],
  cli: [
    'serve',
    'backup',
    'http',
    'watch',
    'service',
    'jobs',
    'store',
    'vault',
    'actions',
    'fetch',
    'version',
    'intake',
    'scan',
    'report',
    'rules',
    'score',
    'train',
    'engine',
  ],
};

/** Types that look against the flow: artifacts carry syntax trees. */
const TYPE_EXCEPTIONS = new Set(['contracts → python']);

const SHARED = ['contracts', 'limits', 'service-limits'];
const imports = filesIn(['src'], ['.ts']).flatMap(importsOf);

function offence({ from, to, typeOnly }: Import): string | null {
  const [user, used] = [roomOf(from), roomOf(to)];
  const rooms = Object.keys(ROOMS);
  if (user === used || SHARED.includes(used) || ROOMS[user]?.includes(used)) return null;
  if (typeOnly && rooms.indexOf(used) >= 0 && rooms.indexOf(used) < rooms.indexOf(user)) return null;
  if (typeOnly && TYPE_EXCEPTIONS.has(`${user} → ${used}`)) return null;
  return `${from} uses ${typeOnly ? 'types of ' : ''}${to}`;
}

describe('imports', () => {
  it('are seen by this test (the scanner works)', () => {
    const text = [
      "import { a } from '../unpack/x.ts';",
      "import type { B } from '../score/y.ts';",
      "import {\n  type C,\n  type D,\n} from './z.ts';",
      "export { E, type F } from '../limits.ts';",
      "const later = await import('../cli/w.ts');",
      "import fs from 'node:fs';",
    ].join('\n');
    assert.deepEqual(
      importsOf({ path: 'src/rules/here.ts', text }).map(({ to, typeOnly }) => [to, typeOnly]),
      [
        ['src/unpack/x.ts', false],
        ['src/score/y.ts', true],
        ['src/rules/z.ts', true],
        ['src/limits.ts', false],
        ['src/cli/w.ts', false],
      ],
    );
    assert.equal(
      offence({ from: 'src/rules/a.ts', to: 'src/unpack/x.ts', typeOnly: false }),
      'src/rules/a.ts uses src/unpack/x.ts',
    );
    assert.equal(offence({ from: 'src/rules/a.ts', to: 'src/unpack/x.ts', typeOnly: true }), null);
  });

  it('stay within what each room may use', () => {
    assert.deepEqual(
      imports.map(offence).filter((found) => found !== null),
      [],
    );
  });

  it('name only rooms that exist, and every room is ruled', () => {
    const rooms = new Set(filesIn(['src'], ['.ts']).map(({ path }) => roomOf(path)));
    assert.deepEqual(
      [...rooms].filter((room) => !(room in ROOMS)),
      [],
    );
    assert.deepEqual(
      Object.keys(ROOMS).filter((room) => !rooms.has(room)),
      [],
    );
  });

  it('form no circle between rooms at run time', () => {
    const between = imports
      .filter(({ typeOnly, from, to }) => !typeOnly && roomOf(from) !== roomOf(to))
      .map((edge) => ({ ...edge, from: roomOf(edge.from), to: roomOf(edge.to) }));
    assert.deepEqual(circles(between), []);
  });
});

/** Circles in a graph, each once as `a → b → a`. */
function circles(edges: readonly Import[]): string[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, trail: string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) found.push([...trail.slice(start), node].join(' → '));
    if (start >= 0 || done.has(node)) return;
    for (const { to } of next.get(node) ?? []) visit(to, [...trail, node]);
    done.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return found;
}
