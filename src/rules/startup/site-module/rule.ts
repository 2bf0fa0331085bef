import { defineRule } from '../../define-rule.ts';

/** sitecustomize or usercustomize at an import root. */
export const rule = defineRule({
  id: 'startup/site-module',
  title: 'ships a module that every interpreter imports by itself',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1574'],
  messages: { site: '{name} is imported whenever Python starts' },
  detect(facts, report) {
    for (const { type, installed, at } of facts.of('member')) {
      const name = /(?:^|\/)((?:site|user)customize)(?:\.py[cw]?|\/__init__\.py)$/.exec(at.path)?.[1];
      if (name === undefined || !installed || (type !== 'python' && type !== 'bytecode')) continue;
      if (!isAtImportRoot(at.path)) continue;
      report({ message: 'site', at, phase: 'startup', data: { name } });
    }
  },
});

/** Top level of a wheel, of an sdist's root folder or of its `src`. */
function isAtImportRoot(path: string): boolean {
  const folders = path
    .replace(/\/__init__\.py$/, '')
    .split('/')
    .slice(0, -1);
  if (folders.length === 0) return true;
  if (folders.length === 1) return true;
  return folders.length === 2 && (folders[1] === 'src' || /^(?:purelib|platlib)$/.test(folders[1]!));
}
