/** Programs made to cost a reader more than they cost to write. Each hides nothing by it. */
import { deflateSync } from 'node:zlib';

type Files = Record<string, string>;

const MODULE = 'pkg/__init__.py';
const times = (count: number, line: (index: number) => string, between = '\n'): string =>
  Array.from({ length: count }, (_, index) => line(index)).join(between);
/** Python's literal of bytes. */
const bytes = (value: Uint8Array): string =>
  `b'${Array.from(value, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;

/** Programs behind `depth` decoders, base64 inside zlib inside base64 …, and the text that undoes them one by one. */
function nested(depth: number): string {
  let program = 'pass';
  for (let level = 0; level < depth; level++) {
    const packed = deflateSync(Buffer.from(program)).toString('base64');
    program = `import base64, zlib\nexec(zlib.decompress(base64.b64decode("${packed}")))`;
  }
  return program;
}

/** Each is one module; `…` stands for what is repeated. */
const MODULES: readonly (readonly [name: string, text: () => string])[] = [
  // Code that runs code.
  ['a text that runs itself', () => "c = 'exec(c)'\nexec(c)"],
  ['a long text that runs itself', () => `c = 'exec(c) ${'#'.repeat(80)}'\nexec(c)`],
  ['two texts that run each other', () => "a = 'exec(b)'\nb = 'exec(a)'\nexec(a)"],
  ['a text that runs itself twice', () => "c = 'exec(c); exec(c)'\nexec(c)"],
  ['a text that runs itself longer each time', () => "c = 'c += c[-1:]; exec(c)#'\nexec(c)"],
  [
    'eval of evals',
    () => `e = '1'\n${times(400, () => 'e = "eval(" + repr(e) + ")"')}\neval(e)`.slice(0, 30_000),
  ],
  [
    'eval of nested lambdas',
    () => `eval("${'(lambda x: '.repeat(90)}x${')'.repeat(90)}${'(1)'.repeat(90)}")`,
  ],
  [
    'Y combinator',
    () =>
      'Y = lambda f: (lambda x: f(lambda v: x(x)(v)))(lambda x: f(lambda v: x(x)(v)))\nY(lambda s: lambda n: s(n + 1))(0)',
  ],
  ['layers, 50 deep', () => nested(50)],
  [
    'an inflating literal',
    () => `import zlib\nx = zlib.decompress(${bytes(deflateSync(Buffer.alloc(30 * 1024 * 1024)))})\nexec(x)`,
  ],
  [
    'a literal that inflates in a loop',
    () =>
      `import zlib\nx = ${bytes(deflateSync(Buffer.alloc(8 * 1024 * 1024)))}\nfor i in range(1000):\n    y = zlib.decompress(x)\n    exec(y)`,
  ],
  [
    'a thousand layers',
    () =>
      `import base64\nfor i in range(1000):\n    exec(base64.b64decode(base64.b64encode(b"x%d = 1 # ${'-'.repeat(60)}" % i)))`,
  ],
  [
    'layers that define functions that run layers',
    () =>
      times(300, (i) => `exec("def f${i}(x):\\n    return f${i + 1}(x) + f${i + 2}(x)  # some words more")`),
  ],
  // Calls.
  [
    'a chain of super() calls',
    () =>
      `class C0:\n    def f(self): pass\n${times(3000, (i) => `class C${i + 1}(C${i}):\n    def f(self): super().f()`)}\nC3000().f()`,
  ],
  [
    'classes with wide inheritance',
    () =>
      `${times(600, (i) => `class A${i}:\n    def f${i}(self): return self.f${(i * 7) % 600}()`)}\nclass B(${times(600, (i) => `A${i}`, ', ')}): pass\n${times(600, (i) => `B().f${i}()`)}`,
  ],
  [
    'diamonds of inheritance',
    () =>
      `class A0: pass\nclass B0: pass\n${times(300, (i) => `class A${i + 1}(A${i}, B${i}): pass\nclass B${i + 1}(B${i}, A${i}): pass`)}\nA300().missing()`,
  ],
  [
    'mutual recursion of 400 functions',
    () =>
      `${times(400, (i) => `def f${i}(x, y=None):\n    if x: return f${(i * 7 + 1) % 400}(x - 1, f${(i * 3 + 2) % 400})\n    return f${(i * 5 + 3) % 400}(y)`)}\nf0(100)`,
  ],
  [
    'calls that double',
    () =>
      `def f0(x): return x\n${times(400, (i) => `def f${i + 1}(x): return f${i}(x) + f${i}(x)`)}\nf400(1)`,
  ],
  [
    'calls that double with constants',
    () => 'def f(n):\n    return 1 if n == 0 else f(n - 1) + f(n - 1)\nf(60)',
  ],
  [
    'ackermann',
    () =>
      'def a(m, n):\n    return n + 1 if m == 0 else a(m - 1, 1) if n == 0 else a(m - 1, a(m, n - 1))\na(4, 3)',
  ],
  [
    'a stack of decorators',
    () =>
      `def d(f):\n    def g(*a, **k): return f(*a, **k)\n    return g\n${'@d\n'.repeat(3000)}def h(x): return x\nh(1)`,
  ],
  [
    'decorators on many functions',
    () =>
      `def d(f):\n    def g(*a, **k): return d(f)(*a, **k)\n    return g\n${times(1000, (i) => `@d\n@d\ndef h${i}(x): return h${(i + 1) % 1000}(x)`)}\nh0(1)`,
  ],
  [
    'closures in loops',
    () =>
      'fs = []\nfor i in range(2000):\n    def f(x, i=i):\n        return [g(x) for g in fs[:i]]\n    fs.append(f)\nfs[-1](1)',
  ],
  [
    'functions handed to functions',
    () =>
      `def a0(f): return f(f)\n${times(300, (i) => `def a${i + 1}(f): return a${i}(lambda g: f(g)(a${i}))`)}\na300(a300)`,
  ],
  [
    'generators of generators',
    () =>
      `def g0():\n    yield 1\n${times(300, (i) => `def g${i + 1}():\n    yield from g${i}()\n    yield from g${i}()`)}\nlist(g300())`,
  ],
  [
    'arguments without end',
    () => `def f(*a, **k): return f(*a, *a, **k)\nf(*range(1000))\ng = [1]\n${'g = [*g, *g]\n'.repeat(100)}`,
  ],
  // Values that grow.
  ['doubling strings', () => `x = 'ab'\n${'x += x\n'.repeat(3000)}`],
  [
    'doubling lists',
    () => `x = [1]\n${'x += x\n'.repeat(1000)}${'x = x + x\n'.repeat(1000)}${'x.extend(x)\n'.repeat(1000)}`,
  ],
  [
    'doubling lists of themselves',
    () => `x = [1]\n${'x = [x, x]\n'.repeat(1000)}\ny = repr(x)\nz = str(x) == str(x)`,
  ],
  [
    'doubling tuples as keys',
    () => `x = (1,)\n${'x = (x, x)\n'.repeat(200)}d = {x: 1}\ny = d[x]\nz = x == x`,
  ],
  [
    'a list within itself',
    () => 'x = []\nx.append(x)\nx[0] = x\nd = {}\nd["d"] = d\nprint(x, d, x == x, repr(x), sorted(x))',
  ],
  [
    'doubling dictionaries',
    () => `d = {'a': 1}\n${times(1000, (i) => `d = {'k${i}': d, **d, 'l${i}': d}`)}\nd.update(d)`,
  ],
  [
    'merges of a large dictionary',
    () =>
      `d = {${times(5000, (i) => `'k${i}': ${i}`, ', ')}}\n${times(1000, (i) => `e${i} = {**d, 'x': ${i}}\nd.update(e${i})`)}`,
  ],
  [
    'huge integers',
    () =>
      `x = 9 ** 9 ** 9\ny = 1 << 10 ** 9\nz = 7 ** 70000\n${'z = z * z\n'.repeat(50)}s = str(z)\n${times(200, (i) => `w${i} = str(${i + 2} ** 50000)[::-1]`)}`,
  ],
  ['integers that double', () => `x = 3\n${'x = x * x\n'.repeat(2000)}y = hex(x) + str(x) + "%d" % x`],
  ['integers of texts', () => `x = "9" * 100000\n${times(200, (i) => `y${i} = int(x) + ${i}`)}`],
  [
    'widths of formats',
    () =>
      `x = "%999999999d" % 1\ny = "{:>999999999}".format(1)\nz = f"{1:>999999999}"\nw = "a".ljust(10 ** 9).zfill(10 ** 9)\n${times(1000, (i) => `v${i} = "%9999999s" % ${i}`)}`,
  ],
  [
    'nested fields of formats',
    () =>
      `x = "${'{0:{0}}'.repeat(3000)}".format(1000)\ny = "{0${'[0]'.repeat(3000)}}".format([1])\nz = f"${'{1:{2}}'.repeat(2000)}"`,
  ],
  [
    'precisions of formats',
    () => times(2000, (i) => `x${i} = "%.999999f" % ${i}.5 + "{:.99999f}".format(${i}.25)`),
  ],
  ['joins over ranges', () => times(300, (i) => `x${i} = ",".join(map(str, range(10 ** 7 + ${i})))`)],
  [
    'joins with a long separator',
    () => `s = "a" * 1000000\n${times(300, (i) => `x${i} = s.join(str(c) for c in s)`)}`,
  ],
  ['reversals', () => `x = 'ab' * 500000\n${'x = x[::-1]\n'.repeat(3000)}`],
  ['replacements that grow', () => `x = 'a'\n${'x = x.replace("a", "aaaaaaaaaa")\n'.repeat(3000)}`],
  ['replacements', () => `x = 'ab' * 500000\n${'x = x.replace("a", "b").replace("b", "a")\n'.repeat(3000)}`],
  ['splits and joins', () => `x = 'a ' * 200000\n${'x = " ".join(x.split(" "))\n'.repeat(3000)}`],
  ['translations', () => `x = 'ab' * 200000\n${'x = x.translate(str.maketrans("ab", "ba"))\n'.repeat(3000)}`],
  [
    'slices of slices',
    () => `x = list(range(100000))\n${'x = x[1:]\n'.repeat(5000)}${'y = x[::2] + x[1::2]\n'.repeat(1000)}`,
  ],
  ['sorts', () => `x = list(range(100000))\n${'x = sorted(x, reverse=True)\n'.repeat(1000)}`],
  [
    'encodings',
    () =>
      `import base64, binascii\nx = b'ab' * 100000\n${'x = base64.b64decode(base64.b64encode(x))\n'.repeat(1000)}${'x = binascii.unhexlify(binascii.hexlify(x))\n'.repeat(1000)}`,
  ],
  ['encodings that grow', () => `import base64\nx = b'ab'\n${'x = base64.b64encode(x)\n'.repeat(2000)}`],
  [
    'compressions',
    () =>
      `import zlib, bz2, lzma\nx = b'ab' * 100000\n${'x = zlib.decompress(zlib.compress(x))\nx = lzma.decompress(lzma.compress(x))\nx = bz2.decompress(bz2.compress(x))\n'.repeat(500)}`,
  ],
  [
    'hashes',
    () =>
      `import hashlib\nx = b'ab' * 500000\n${times(2000, (i) => `y${i} = hashlib.sha256(x).hexdigest()`)}`,
  ],
  [
    'patterns',
    () =>
      `import re\nx = 'a' * 50000\n${times(200, (i) => `y${i} = re.sub(r"(a+)+$", "b", x + "${i}")\nz${i} = re.findall(r"(a|aa)+b", x)\nw${i} = re.split(r"(a*)*c", x)`)}`,
  ],
  // Loops.
  ['a loop without end', () => 'x = ""\nwhile True:\n    x += "a"\n    exec(x)'],
  [
    'loops in loops',
    () =>
      `${times(15, (i) => `${'    '.repeat(i)}for i${i} in range(1000):`)}\n${'    '.repeat(15)}x = i0 + i14`,
  ],
  [
    'comprehensions in comprehensions',
    () =>
      `x = ${'['.repeat(20)}1${' for a in range(1000)]'.repeat(20)}\ny = [1 ${'for a in range(1000) '.repeat(40)}]`,
  ],
  [
    'walrus in comprehensions',
    () =>
      `x = 1\n${times(300, (i) => `y${i} = [x := x + a for a in range(1000) if (z := x) and (w := [v := z for b in range(1000)])]`)}`,
  ],
  [
    'a literal of 100,000 numbers, indexed in a loop',
    () =>
      `t = [${times(100_000, (i) => `${(i * 31) % 256}`, ',')}]\nout = ""\nfor i in range(100000):\n    out += chr(t[(i * 7) % 100000] ^ 23)\nexec(out)`,
  ],
  [
    'a literal of 100,000 texts, indexed in loops',
    () =>
      `t = [${times(100_000, (i) => `"${(i * 31) % 97}"`, ',')}]\n${times(200, (i) => `x${i} = "".join(t[j] for j in range(100000))\ny${i} = t.index("-")\nz${i} = t.count("1")`)}`,
  ],
  [
    'a dictionary walked in loops',
    () =>
      `d = {${times(20_000, (i) => `"k${i}": ${i}`, ',')}}\n${times(500, (i) => `for k, v in d.items():\n    x${i} = d[k] + v`)}`,
  ],
  [
    'a large list copied in a loop',
    () => `x = list(range(1000000))\nfor i in range(100000):\n    y = x[:]\n    y[i] = i\n    x = y + [i]`,
  ],
  [
    'wide lists in wide lists',
    () =>
      `a = [1] * 1000\n${'a = [a] * 1000\n'.repeat(5)}${times(300, (i) => `x${i} = repr(a) + str(a == a)\nf${i}(a, [a], b=a)\ny${i} = a in a\nz${i} = "".join(a)`)}`,
  ],
  [
    'membership in a large list',
    () =>
      `t = list(range(100000))\nfor i in range(100000):\n    if i * 2 + 1 in t: x = t.index(i)\n    y = t.count(i)`,
  ],
  [
    'texts taken apart',
    () =>
      `s = "ab" * 500000\n${times(1000, (i) => `a${i}, b${i}, *c${i} = s\nx${i} = [*s]\nfor c in s: break\ny${i} = list(s) + sorted(s) + list(map(ord, s)) + list(zip(s, s)) + list(enumerate(s))`)}`,
  ],
  [
    'pieces put into a large list',
    () =>
      `x = list(range(1000000))\n${'x[5:5] = [1, 2]\ndel x[3]\nx.insert(0, 1)\nx.pop(0)\nx[::2] = x[1::2]\n'.repeat(1000)}`,
  ],
  [
    'key derivations',
    () =>
      `import hashlib\n${times(300, (i) => `x${i} = hashlib.pbkdf2_hmac("sha512", b"a", b"${i}", 1000000)`)}`,
  ],
  [
    'inflating literals of bzip2',
    () =>
      `import bz2, base64\n${times(100, (i) => `x${i} = bz2.decompress(base64.b64decode("QlpoOTFBWSZTWWVGOZ8A8PDAAsAAAAIACCAAMMwFKaaCqCrYQqgq8XckU4UJBlRjmfA="))`)}`,
  ],
  // Branches.
  [
    'state in many branches',
    () =>
      `import os\n${times(200, (i) => `g${i} = ${i}`)}\ndef f():\n    global ${times(200, (i) => `g${i}`, ', ')}\n${times(1500, (i) => `    if os.getenv("A${i}"): g${i % 200} = g${(i + 1) % 200}\n    else: g${(i + 3) % 200} = [g${i % 200}, ${i}]`)}\nf()`,
  ],
  [
    'alternatives that multiply',
    () =>
      `import os\nx = ''\n${times(2000, (i) => `if os.getenv("A${i}"): x = x + "a"\nelse: x = x + "b"`)}\nos.getenv(x)`,
  ],
  [
    'branches in branches',
    () =>
      `import os\nx = []\n${times(90, (i) => `${' '.repeat(i)}if os.getenv("A${i}"):\n${' '.repeat(i + 1)}x.append(${i})`)}\n${times(90, (i) => `${' '.repeat(89 - i)}else:\n${' '.repeat(90 - i)}x = x + [x]`)}`,
  ],
  [
    'try in try',
    () =>
      `${times(90, (i) => `${' '.repeat(i)}try:\n${' '.repeat(i + 1)}x = ${i}`)}\n${times(90, (i) => `${' '.repeat(89 - i)}except Exception as e: x = e\n${' '.repeat(89 - i)}finally: y = [x]`)}`,
  ],
  [
    'try after try',
    () =>
      times(
        5000,
        (i) =>
          `try: x${i % 50} = open(str(x${(i + 1) % 50}))\nexcept Exception: x${i % 50} = None\nfinally: x = [x${i % 50}]`,
      ),
  ],
  [
    'match with large patterns',
    () =>
      `def f(x):\n    match x:\n${times(2000, (i) => `        case {"a": [${i}, *rest], "b": (${times(20, (j) => `${i + j}`, ' | ')}) as v} if rest: return v`)}\n${times(200, (i) => `f({"a": [${i}, 1], "b": ${i + 3}})`)}`,
  ],
  // Names.
  [
    'chains of attributes',
    () => `x = a${'.b'.repeat(30_000)}\ny = ''${'.strip()'.repeat(10_000)}\nz = a${'.b(c)[0]'.repeat(5000)}`,
  ],
  [
    'deep operators',
    () => `x = ${'1 + '.repeat(60_000)}1\ny = ${'not '.repeat(200)}1\nz = ${'a if b else '.repeat(5000)}c`,
  ],
  [
    'targets of assignments',
    () =>
      `${times(3000, (i) => `a${i}`, ' = ')} = []\n${times(3000, (i) => `a${i}`, ', ')}, *r = range(100000)\n${'(a, '.repeat(90)}b${')'.repeat(90)} = 1`,
  ],
  [
    'computed names',
    () =>
      `import builtins\n${times(3000, (i) => `setattr(builtins, "n" + str(${i}), getattr(builtins, "ev" + "al"))\nglobals()["g" + str(${i})] = n${i}`)}\ng1("1")`,
  ],
  [
    'names that name names',
    () => `x = 'x'\n${times(2000, () => 'x = eval("x + x[:1]")')}\n${times(200, () => 'x = globals()["x"]')}`,
  ],
  [
    'attributes of attributes',
    () =>
      `class A: pass\na = A()\na.a = a\n${times(500, (i) => `a.b${i} = a${'.a'.repeat(100)}\na${'.a'.repeat(100)}.c = [a.b${i}]`)}`,
  ],
  [
    'instances in loops',
    () =>
      'class A:\n    def __init__(self, n): self.n = n; self.up = A(n - 1) if n else None\n    def __add__(self, o): return A(self.n + o.n)\n    def __getattr__(self, n): return getattr(self.up, n)\nx = A(500)\nfor i in range(1000): x = x + x\nx.missing',
  ],
  [
    'files read again',
    () =>
      `${times(1000, (i) => `open("f${i}.py", "w").write(open("f${(i * 7) % 1000}.py").read() * 2 + "x")`)}\nexec(open("f1.py").read())`,
  ],
];

/** Each is a whole distribution, its first module the one that holds evidence. */
const DISTRIBUTIONS: readonly (readonly [name: string, files: () => Files])[] = [
  [
    '200 modules that import one another with a star',
    () =>
      circle(
        200,
        (i, others) => `${others.map((j) => `from pkg.m${j} import *`).join('\n')}\nx${i} = ${i}\n`,
      ),
  ],
  [
    '200 modules whose functions call one another',
    () =>
      circle(
        200,
        (i, others) =>
          `${others.map((j) => `from pkg.m${j} import f as f${j}`).join('\n')}\ndef f(x): return ${others.map((j) => `f${j}(x)`).join(' + ')}\nf(${i})\n`,
      ),
  ],
  [
    '300 modules that use up allowances',
    () => circle(300, () => `x = 'ab' * 1000000\n${'x = x[::-1]\n'.repeat(50)}`),
  ],
];

function circle(count: number, text: (index: number, others: number[]) => string): Files {
  const files: Files = { [MODULE]: times(count, (i) => `import pkg.m${i}`) };
  for (let i = 0; i < count; i++) {
    const others = [1, 7, 31, 60].map((step) => (i + step) % count);
    files[`pkg/m${i}.py`] = text(i, others);
  }
  return files;
}

/** Files by name of the program; `pkg/__init__.py` is the one to which evidence is added. */
export const WORST_PROGRAMS: readonly (readonly [name: string, files: () => Files])[] = [
  ...MODULES.map(([name, text]) => [name, (): Files => ({ [MODULE]: `${text()}\n` })] as const),
  ...DISTRIBUTIONS,
];
