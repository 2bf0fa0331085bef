import type { FactOf } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';

const ACCOUNT_CALLS = [
  'win32net.NetUserAdd',
  'win32net.NetUserDel',
  'win32net.NetUserSetInfo',
  'win32net.NetUserChangePassword',
  'win32net.NetLocalGroupAddMembers',
] as const;

/** Where Unix keeps accounts and what they may do. */
const ACCOUNT_FILES = /^\/etc\/(?:g?shadow|passwd|group|sudoers(?:\.d\/[^/]+)?)$/;

/** Who may log in to the machine, or act for whom, is changed: by a command, the system's library or a file. */
export const rule = defineRule({
  id: 'command/changes-accounts',
  title: 'changes the user accounts of the machine',
  version: 1,
  state: 'evaluation',
  attack: ['T1136.001', 'T1098'],
  messages: {
    command: 'The command changes accounts: {text}',
    called: '{api} changes accounts',
    written: '{api} writes {path}',
  },
  detect(facts, report) {
    for (const { origin, features, at, phase, text } of facts.of('command')) {
      if (origin !== 'member' && features.includes('account-change'))
        report({ message: 'command', at, phase, data: { text } });
    }
    for (const { api, at, phase } of facts.calls(...ACCOUNT_CALLS))
      report({ message: 'called', at, phase, data: { api } });
    for (const call of facts.calls('builtins.open')) {
      const path = openedForWriting(call);
      if (ACCOUNT_FILES.test(path))
        report({ message: 'written', at: call.at, phase: call.phase, data: { api: call.api, path } });
    }
  },
});

/** The path that a call of `open` may write to; '' when it reads or the path is unknown. */
function openedForWriting({ args, keywords }: FactOf<'call'>): string {
  const mode = String((args[1] ?? keywords.mode)?.constant ?? '');
  return /[wax+]/.test(mode) ? String(args[0]?.constant ?? '') : '';
}
