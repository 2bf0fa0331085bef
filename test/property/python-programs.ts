/** Random Python programs of what an evaluator interprets, and damage to real ones. Inert: nobody runs them. */
import { expression } from './python-expressions.ts';
import { any, type Generator } from './python-operations.ts';
import { ATTRIBUTES, BUILTINS, DUNDERS, MODULES, NAMES } from './python-words.ts';

const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '@',
  ' and ',
  ' or ',
  '<',
  '==',
  ' in ',
  ' not in ',
  ' is ',
  '!=',
];

/** Any expression, known or not. */
export function anyExpression(g: Generator, depth: number): string {
  if (depth <= 0)
    return g.pick([
      g.pick(NAMES),
      g.pick(NAMES),
      expression(g, any(g), 0),
      g.pick(BUILTINS),
      g.pick(MODULES),
    ]);
  const e = (less = 1): string => anyExpression(g, depth - less);
  const name = (): string => g.pick(NAMES);
  return g.pick<() => string>([
    () => expression(g, any(g), depth),
    () => `(${e()} ${g.pick(OPERATORS)} ${e()})`,
    () => `${name()}.${g.pick(ATTRIBUTES)}(${args(g, depth - 1)})`,
    () => `${e()}.${g.pick(ATTRIBUTES)}`,
    () => `${g.pick(BUILTINS)}(${args(g, depth - 1)})`,
    () => `${name()}(${args(g, depth - 1)})`,
    () => `(${e()})(${args(g, depth - 1)})`,
    () => `${e()}[${g.pick([e(), '::-1', `${e()}:${e()}`, `-1:${e()}:-2`, '...', `${e()}, ${e()}`])}]`,
    () => `[${e()} for ${target(g)} in ${e()}${g.pick(['', ` if ${e()}`, ` for ${target(g)} in ${e()}`])}]`,
    () => `{${e()}: ${e()} for ${target(g)} in ${e()}}`,
    () => `(${e()} for ${target(g)} in ${e()})`,
    () => `(lambda ${parameters(g, depth - 1)}: ${e()})`,
    () => `(${e()} if ${e()} else ${e()})`,
    () => `(${name()} := ${e()})`,
    () => `f"{${g.pick(NAMES)}!r:>{${g.pick(['1', 'x', '8'])}}}{${g.pick(NAMES)}}"`,
    () => `[${e()}, *${e()}, ${e()}]`,
    () => `{**${e()}, ${e()}: ${e()}}`,
    () => `(${e()}, ${e()})`,
    () => `getattr(${g.pick(MODULES)}, ${expression(g, 'str', 2)})`,
    () => `__import__(${g.pick(["'o' + 's'", "'so'[::-1]", expression(g, 'str', 1)])}).${g.pick(ATTRIBUTES)}`,
    () => `globals()[${e()}]`,
    () => `exec(${text(g, depth - 1)}${g.pick(['', ', globals()', ', {}', ', a, b'])})`,
    () => `eval(${text(g, depth - 1)})`,
    () => `eval(compile(${text(g, depth - 1)}, '', ${g.pick(["'exec'", "'eval'", e()])}))`,
    () =>
      `exec(${g.pick(['base64.b64decode', 'zlib.decompress', 'codecs.decode', 'bytes.fromhex', 'marshal.loads'])}(${e()}))`,
    () => `os.system(${e()})`,
    () => `subprocess.run([${e()}, ${e()}], shell=${e()})`,
    () => `requests.post(${e()}, data=${e()}, headers=os.environ)`,
    () => `open(${e()}, ${g.pick(["'w'", "'rb'", e()])}).${g.pick(['write', 'read'])}(${g.pick(['', e()])})`,
    () => `type(${e()}, (${e()},), {${e()}: ${e()}})`,
    () => `super(${g.pick(['', 'C0, self'])}).${g.pick(ATTRIBUTES)}(${args(g, depth - 1)})`,
    () => `(yield ${e()})`,
    () => `(await ${e()})`,
    () => `functools.reduce(${e()}, ${e()})`,
    () => `(not ${e()})`,
  ])();
}

/** Text of a program or expression, as a literal or computed. */
function text(g: Generator, depth: number): string {
  const inner =
    depth > 0 && g.below(2) === 0 ? program(g, 2, depth - 1) : anyExpression(g, Math.max(depth - 1, 0));
  const literal = JSON.stringify(inner.replace(/[^\x20-\x7e\n]/g, '?'));
  return g.pick([
    literal,
    `${literal}[::-1][::-1]`,
    `''.join(map(chr, ${JSON.stringify([...inner.slice(0, 200)].map((c) => c.charCodeAt(0)))}))`,
    `base64.b64decode("${Buffer.from(inner).toString('base64')}")`,
    `bytes.fromhex("${Buffer.from(inner).toString('hex')}").decode()`,
    `a + ${literal}`,
    `${literal}.replace("a", "b")`,
    `${literal} % (${anyExpression(g, 0)},)`,
  ]);
}

function args(g: Generator, depth: number): string {
  return Array.from(
    { length: g.below(4) },
    () => g.pick(['', '', '', '*', '**', 'x=', 'key=']) + anyExpression(g, depth),
  ).join(', ');
}

function parameters(g: Generator, depth: number): string {
  return g.pick<() => string>([
    () => '',
    () => 'a',
    () => 'self',
    () => 'self, a',
    () => 'cls, *a',
    () => `a, b=${anyExpression(g, Math.min(depth, 1))}`,
    () => '*a, **b',
    () => `a, /, b, *, c=${anyExpression(g, Math.min(depth, 1))}`,
    () => '*, x',
    () => 'a, b, c, d',
  ])();
}

function target(g: Generator): string {
  const name = (): string => g.pick(NAMES);
  return g.pick<() => string>([
    name,
    name,
    name,
    () => `${name()}, ${name()}`,
    () => `${name()}, *${name()}`,
    () => `${name()}.${g.pick(ATTRIBUTES)}`,
    () => `${name()}[${anyExpression(g, 1)}]`,
    () => `(${name()}, [${name()}, ${name()}])`,
    () => `${name()}[${anyExpression(g, 0)}:]`,
  ])();
}

/** A block of statements, indented by `indent` blanks. */
export function program(g: Generator, statements: number, depth: number, indent = 0): string {
  return Array.from({ length: statements }, () => statement(g, depth, indent)).join('');
}

function statement(g: Generator, depth: number, indent: number): string {
  const pad = ' '.repeat(indent);
  const e = (): string => anyExpression(g, g.below(4));
  const line = (content: string): string => `${pad}${content}\n`;
  const body = (): string => program(g, 1 + g.below(3), depth - 1, indent + 1);
  const block = (head: string): string => line(`${head}:`) + body();
  const simple: readonly (() => string)[] = [
    () => line(e()),
    () => line(e()),
    () => line(`${target(g)} = ${e()}`),
    () => line(`${target(g)} = ${e()}`),
    () => line(`${target(g)} = ${target(g)} = ${e()}`),
    () => line(`${g.pick(NAMES)} ${g.pick(['+', '-', '*', '|', '^', '%', '//', '**'])}= ${e()}`),
    () => line(`import ${g.pick(MODULES)}${g.pick(['', ` as ${g.pick(NAMES)}`])}`),
    () =>
      line(
        `from ${g.pick([...MODULES, '.', '.two', '..'])} import ${g.pick(['*', g.pick(ATTRIBUTES), `${g.pick(ATTRIBUTES)} as ${g.pick(NAMES)}`, 'system, exec as g'])}`,
      ),
    () => line(`del ${target(g)}`),
    () => line(`global ${g.pick(NAMES)}, ${g.pick(NAMES)}`),
    () => line(`nonlocal ${g.pick(NAMES)}`),
    () => line(`return ${e()}`),
    () => line(`yield from ${e()}`),
    () => line(`raise ${e()} from ${e()}`),
    () => line(g.pick(['break', 'continue', 'pass'])),
    () => line(`assert ${e()}, ${e()}`),
    () => line(`${g.pick(NAMES)}: ${e()} = ${e()}`),
    () => line(`print ${e()}`),
    () => line(`exec ${e()} in ${e()}`),
  ];
  if (depth <= 0 || g.below(3) > 0) return g.pick(simple)();
  return g.pick<() => string>([
    () => block(`if ${e()}`) + g.pick(['', block(`elif ${e()}`), block('else')]),
    () => block(`for ${target(g)} in ${e()}`) + g.pick(['', block('else')]),
    () => block(`while ${g.pick([e(), 'True', '1'])}`),
    () =>
      block('try') +
      g.pick([block(`except ${e()} as ${g.pick(NAMES)}`), block('except*  Exception'), block('except')]) +
      g.pick(['', block('else')]) +
      g.pick(['', block('finally')]),
    () => block('try') + block('finally'),
    () => block(`with ${e()} as ${target(g)}${g.pick(['', `, ${e()}`])}`),
    () =>
      line(`match ${e()}:`) +
      [1, 2]
        .map(
          () =>
            `${pad} case ${pattern(g, 2)}${g.pick(['', ` if ${e()}`])}:\n${program(g, 1, depth - 1, indent + 2)}`,
        )
        .join(''),
    () =>
      decorators(g, pad) + block(`${g.pick(['', '', 'async '])}def ${g.pick(NAMES)}(${parameters(g, 1)})`),
    () =>
      decorators(g, pad) +
      block(`def ${g.pick(['f', 'g', 'x'])}(${parameters(g, 1)})`) +
      line(`${g.pick(['f', 'g', 'x'])}(${args(g, 1)})`),
    () => decorators(g, pad) + classOf(g, depth, indent),
  ])();
}

const decorators = (g: Generator, pad: string): string =>
  g.pick([
    '',
    '',
    '',
    `${pad}@${g.pick([...NAMES, 'property', 'staticmethod', 'classmethod', 'functools.wraps(f)', 'functools.lru_cache'])}\n`,
  ]);

function classOf(g: Generator, depth: number, indent: number): string {
  const pad = ' '.repeat(indent);
  const bases = g.pick([
    '',
    '(C0)',
    '(C1, C0)',
    '(object)',
    '(metaclass=C0)',
    `(${anyExpression(g, 1)})`,
    '(dict)',
    '(str)',
  ]);
  const methods = Array.from({ length: 1 + g.below(3) }, () =>
    g.below(4) === 0
      ? program(g, 1, 0, indent + 1)
      : `${decorators(g, `${pad} `)}${pad} def ${g.pick([...DUNDERS, ...ATTRIBUTES.slice(0, 8)])}(${g.pick(['self', 'self, a', 'self, *a, **b', 'cls', parameters(g, 1)])}):\n${program(g, 1 + g.below(2), depth - 2, indent + 2)}`,
  ).join('');
  const name = g.pick(['C0', 'C1', 'x']);
  return `${pad}class ${name}${bases}:\n${methods}${pad}${g.pick(NAMES)} = ${name}(${args(g, 1)})\n`;
}

function pattern(g: Generator, depth: number): string {
  const p = (): string => (depth > 0 ? pattern(g, depth - 1) : g.pick(NAMES));
  return g.pick<() => string>([
    () => '_',
    () => g.pick(NAMES),
    () => '1',
    () => "'a'",
    () => '-1.5',
    () => 'None',
    () => `[${p()}, *${g.pick(NAMES)}]`,
    () => `{'a': ${p()}, **${g.pick(NAMES)}}`,
    () => `C0(${p()}, x=${p()})`,
    () => `(${p()} | ${p()})`,
    () => `${p()} as ${g.pick(NAMES)}`,
    () => 'os.name',
    () => `(${p()}, ${p()})`,
  ])();
}

/** A damaged copy of one of `sources`: lines cut, repeated, swapped, indented, or taken from another. */
export function damagedSource(g: Generator, sources: readonly string[], lines: number): string {
  let kept = excerpt(g, g.pick(sources), lines);
  for (let step = 0; step < 1 + g.below(8); step++) {
    const at = g.below(kept.length + 1);
    const to = Math.min(kept.length, at + 1 + g.below(6));
    const block = kept.slice(at, to);
    switch (g.below(8)) {
      case 0:
        kept.splice(at, to - at);
        break;
      case 1:
        kept.splice(g.below(kept.length + 1), 0, ...block);
        break;
      case 2:
        kept.splice(at, 0, ...excerpt(g, g.pick(sources), 1 + g.below(20)));
        break;
      case 3:
        kept.splice(at, to - at, ...block.reverse());
        break;
      case 4:
        kept.splice(at, to - at, ...block.map((line) => ` ${line}`));
        break;
      case 5:
        kept.splice(
          at,
          0,
          ...program(g, 1, 2, /^ */.exec(kept[at] ?? '')![0].length)
            .split('\n')
            .slice(0, -1),
        );
        break;
      case 6: {
        const line = kept[at] ?? '';
        const cut = g.below(line.length + 1);
        kept[at] = line.slice(0, cut) + anyExpression(g, 2) + line.slice(cut + g.below(5));
        break;
      }
      default: {
        // Names of the generator in place of the program's own let what is unknown become known.
        const [word] = /\b[a-z_]{2,}\b/.exec(kept[at] ?? '') ?? [];
        if (word !== undefined) kept = kept.map((line) => line.replaceAll(word, g.pick(NAMES)));
      }
    }
  }
  return kept.join('\n');
}

function excerpt(g: Generator, source: string, lines: number): string[] {
  const all = source.split('\n');
  const start = g.below(Math.max(1, all.length - lines));
  return all.slice(start, start + lines);
}
