import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Names that make hidden bytecode an attack rather than a stale cache. */
const HOSTILE: ReadonlySet<string> = new Set([
  'exec',
  'eval',
  'system',
  'popen',
  'Popen',
  'startfile',
  'subprocess',
  'urlopen',
  'urlretrieve',
  'requests',
  'socket',
  'b64decode',
  'marshal',
  'decompress',
  'environ',
  'ctypes',
  'VirtualAlloc',
  'winreg',
  'Fernet',
]);

/** Bytecode uses names that its source never mentions. */
export const rule = defineRule({
  id: 'binary/bytecode-differs',
  title: 'ships bytecode that does more than its source',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1036', 'T1059.006'],
  messages: { differs: 'The bytecode uses {names}, which its source never mentions' },
  detect(facts, report) {
    for (const { unexplainedNames, at, phase } of facts.of('bytecode')) {
      const names = unexplainedNames.filter((name) => HOSTILE.has(name));
      if (names.length > 0) report({ message: 'differs', at, phase, data: { names: list(names) } });
    }
  },
});
