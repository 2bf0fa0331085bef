import { defineRule } from '../../define-rule.ts';

/** Members from which an extension could have been built. */
const SOURCE = /\.(?:c|cc|cpp|cxx|h|hpp|pyx|pxd|rs|go|zig|f|f90|cu|m|mm)$/i;

/** Names by which Python finds compiled modules. */
const EXTENSION = /\.(?:cpython-\d+|cp\d+|abi3|pypy\d+)[\w-]*\.(?:so|pyd|dylib)$|\.pyd$/i;

/** A source distribution brings a compiled Python extension and nothing that it could be built from. */
export const rule = defineRule({
  id: 'binary/native-only',
  title: 'is a source distribution with compiled modules in place of sources',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1027.009'],
  messages: { compiled: 'The extension module {path} has no source here' },
  detect(facts, report) {
    const isSource = facts.of('metadata').some(({ distributionKind }) => distributionKind === 'sdist');
    if (!isSource || facts.of('member').some(({ at }) => SOURCE.test(at.path))) return;
    const extension = facts
      .of('binary')
      .find(
        ({ role, at }) => (role === 'python-extension' || EXTENSION.test(at.path)) && !at.path.includes('!/'),
      );
    if (extension === undefined) return;
    const { at, phase } = extension;
    report({ message: 'compiled', at, phase, data: { path: at.path } });
  },
});
