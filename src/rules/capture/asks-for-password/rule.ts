import { defineRule } from '../../define-rule.ts';

/** A dialog of the system is imitated to ask for a password. */
export const rule = defineRule({
  id: 'capture/asks-for-password',
  title: "asks for a password in a dialog that looks like the system's",
  version: 1,
  state: 'enforced',
  attack: ['T1056.002'],
  messages: { asks: 'The command asks for a password: {text}' },
  detect(facts, report) {
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin !== 'member' && DIALOG.test(text)) report({ message: 'asks', at, phase, data: { text } });
    }
  },
});

const DIALOG =
  /display dialog[^|;]{0,300}hidden answer|CredUIPromptForCredentials|\.PromptForCredential\(|\bdscl\s+\S+\s+-?authonly\b/i;
