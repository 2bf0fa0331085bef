import { defineRule } from '../../define-rule.ts';

/** Services made for catching a single call from somewhere unknown. */
export const rule = defineRule({
  id: 'network/callback-host',
  title: 'names a service for catching call-backs',
  version: 1,
  state: 'enforced',
  attack: ['T1102', 'T1572'],
  messages: { callback: 'The source names the {type} {value}' },
  detect(facts, report) {
    for (const { type, value, at, phase } of facts.of('indicator')) {
      if (type !== 'callback-host' && type !== 'tunnel') continue;
      if (type === 'callback-host' && !isCallback(value)) continue;
      report({ message: 'callback', at, phase, data: { type: type.replace('-', ' '), value } });
    }
  },
});

/** An address somebody was given, not the mere name of the service: a generated label or a path of one's own. */
function isCallback(value: string): boolean {
  const [, host = '', path = ''] = /^(?:[a-z]+:\/\/)?([^/?#]*)(.*)$/is.exec(value) ?? [];
  return path.length > 8 || host.split('.').some((label) => label.length >= 8 && /\d/.test(label));
}
