/** Names and links that lead elsewhere or look like something else. */
import type { ArchiveCase } from '../support/archive-case.ts';
import { pax, type TarEntrySpec, tar } from '../support/tar-writer.ts';

const SETUP: TarEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const ONE = { 'x-1.0/setup.py': 'print(1)\n' };
const file = (name: string, data = '1'): TarEntrySpec => ({ name, data });
const symlink = (name: string, link: string): TarEntrySpec => ({ name, type: '2', link });
const TOO_LONG = `x-1.0/${'a'.repeat(5000)}.py`;

export const NAME_CASES: ArchiveCase[] = [
  {
    title: 'a name that leaves the root',
    bytes: () => tar([SETUP, file('../evil.py')]),
    anomalies: ['path-traversal ../evil.py'],
    installed: ONE,
    others: { '../evil.py': '1' },
  },
  {
    title: 'a name with .. that stays inside counts where it ends up',
    bytes: () => tar([file('x-1.0/pkg/../setup.py', 'print(1)\n')]),
    anomalies: ['path-traversal x-1.0/setup.py'],
    installed: ONE,
  },
  {
    title: 'an absolute name loses its slash, as pip takes it',
    bytes: () => tar([SETUP, file('/x-1.0/evil.py')]),
    anomalies: ['path-absolute x-1.0/evil.py'],
    installed: { ...ONE, 'x-1.0/evil.py': '1' },
  },
  {
    title: 'a drive letter',
    bytes: () => tar([SETUP, file('C:/evil.py')]),
    anomalies: ['path-absolute C:/evil.py', 'several-roots '],
    installed: { ...ONE, 'C:/evil.py': '1' },
  },
  {
    title: 'a backslash',
    bytes: () => tar([SETUP, file('x-1.0\\evil.py'), file('x-1.0/a\\..\\b.py')]),
    anomalies: [
      'path-backslash x-1.0/a\\..\\b.py',
      'path-backslash x-1.0\\evil.py',
      'path-traversal x-1.0/a\\..\\b.py',
      'several-roots ',
    ],
    installed: { ...ONE, 'x-1.0\\evil.py': '1', 'x-1.0/a\\..\\b.py': '1' },
  },
  {
    title: 'a control character and an invisible one',
    bytes: () => tar([SETUP, file('x-1.0/a\x1b[2Kb.py'), file('x-1.0/set\u200bup.py')]),
    anomalies: [
      'path-control-character x-1.0/a\\u{1b}[2Kb.py',
      'path-control-character x-1.0/set\\u{200b}up.py',
    ],
    installed: { ...ONE, 'x-1.0/a\\u{1b}[2Kb.py': '1', 'x-1.0/set\\u{200b}up.py': '1' },
  },
  {
    title: 'a bidirectional override',
    bytes: () => tar([SETUP, file('x-1.0/\u202etxt.py')]),
    anomalies: ['path-bidi x-1.0/\\u{202e}txt.py'],
    installed: { ...ONE, 'x-1.0/\\u{202e}txt.py': '1' },
  },
  {
    title: 'a name longer than Linux takes',
    bytes: () => tar([SETUP, pax({ path: TOO_LONG }), file(TOO_LONG.slice(0, 100))]),
    anomalies: [`path-too-long ${TOO_LONG.slice(0, 4096)}`],
    limitations: [`path-limit ${TOO_LONG.slice(0, 4096)}`],
    installed: { ...ONE, [TOO_LONG.slice(0, 4096)]: '1' },
  },
  {
    title: 'names that differ in case only',
    bytes: () => tar([SETUP, file('x-1.0/Setup.py')]),
    anomalies: ['path-case-collision x-1.0/Setup.py'],
    installed: { ...ONE, 'x-1.0/Setup.py': '1' },
  },
  {
    title: 'names that are one name for an import (NFKC) or a file system (NFC)',
    bytes: () =>
      tar([SETUP, file('x-1.0/ﬁ.py'), file('x-1.0/fi.py'), file('x-1.0/é.py'), file('x-1.0/e\u0301.py')]),
    anomalies: ['path-unicode-collision x-1.0/e\u0301.py', 'path-unicode-collision x-1.0/fi.py'],
    installed: { ...ONE, 'x-1.0/ﬁ.py': '1', 'x-1.0/fi.py': '1', 'x-1.0/é.py': '1', 'x-1.0/e\u0301.py': '1' },
  },
  {
    title: 'a link to the outside, directly and over another link',
    bytes: () =>
      tar([
        SETUP,
        symlink('x-1.0/out', '../../etc'),
        symlink('x-1.0/here', '.'),
        symlink('x-1.0/up', 'here/../../..'),
      ]),
    anomalies: [
      'link-escapes-root x-1.0/out',
      'link-escapes-root x-1.0/up',
      'link-member x-1.0/here',
      'link-member x-1.0/out',
      'link-member x-1.0/up',
    ],
    installed: ONE,
  },
  {
    title: 'an absolute link',
    bytes: () => tar([SETUP, symlink('x-1.0/passwd', '/etc/passwd')]),
    anomalies: ['link-escapes-root x-1.0/passwd', 'link-member x-1.0/passwd'],
    installed: ONE,
  },
  {
    title: 'links to nothing, in a circle, and to a directory',
    bytes: () =>
      tar([
        SETUP,
        symlink('x-1.0/gone', 'missing'),
        symlink('x-1.0/a', 'b'),
        symlink('x-1.0/b', 'a'),
        symlink('x-1.0/dir', '../x-1.0'),
      ]),
    anomalies: [
      'link-dangling x-1.0/a',
      'link-dangling x-1.0/b',
      'link-dangling x-1.0/gone',
      'link-member x-1.0/a',
      'link-member x-1.0/b',
      'link-member x-1.0/dir',
      'link-member x-1.0/gone',
    ],
    installed: ONE,
  },
  {
    title: 'links to code under another name: both kinds get its content',
    bytes: () =>
      tar([
        file('x-1.0/data.txt', 'print(7)'),
        { name: 'x-1.0/setup.py', type: '1', link: 'x-1.0/data.txt' },
        symlink('x-1.0/pkg/mod.py', '../data.txt'),
      ]),
    anomalies: ['link-member x-1.0/pkg/mod.py', 'link-member x-1.0/setup.py'],
    installed: { 'x-1.0/data.txt': 'print(7)', 'x-1.0/setup.py': 'print(7)', 'x-1.0/pkg/mod.py': 'print(7)' },
  },
];
