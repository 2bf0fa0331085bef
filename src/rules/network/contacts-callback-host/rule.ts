import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isOwnCallback } from '../../support/hosts.ts';

/** A request, or a command, whose whole address is one that a call-back service made up for a single user. */
export const rule = defineRule({
  id: 'network/contacts-callback-host',
  title: 'calls back to a service where somebody waits for one call',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001', 'T1102'],
  messages: { contacts: '{what} contacts {value}' },
  detect(facts, report) {
    const known = facts
      .of('indicator')
      .flatMap(({ type, value }) => (type === 'callback-host' && isOwnCallback(value) ? [value] : []));
    if (known.length === 0) return;
    const namedIn = (texts: readonly string[]): string | undefined =>
      known.find((value) => texts.some((text) => text.includes(value)));
    for (const { api, args, keywords, at, phase } of facts.of('call')) {
      if (!contactsNetwork(api)) continue;
      const value = namedIn([...args, ...Object.values(keywords)].map(({ text }) => text));
      if (value !== undefined) report({ message: 'contacts', at, phase, data: { what: api, value } });
    }
    for (const { origin, text, programs, at, phase } of facts.of('command')) {
      const value = origin === 'spawn' ? namedIn([text]) : undefined;
      if (value !== undefined)
        report({ message: 'contacts', at, phase, data: { what: programs[0] ?? 'A command', value } });
    }
  },
});
