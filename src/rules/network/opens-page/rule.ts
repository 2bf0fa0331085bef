import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A browser is opened although nobody called anything. */
export const rule = defineRule({
  id: 'network/opens-page',
  title: 'opens a web page while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1204.001'],
  messages: { opened: '{what} opens a web page' },
  detect(facts, report) {
    for (const { api, phase, at, args } of facts.of('call')) {
      if (!isUnasked(phase) || !/^webbrowser\.open/.test(api)) continue;
      report({ message: 'opened', at, phase, data: { what: `${api}(${args[0]?.text ?? ''})` } });
    }
    for (const { origin, phase, at, text } of facts.of('command')) {
      if (origin !== 'spawn' || !isUnasked(phase) || !STARTS_PAGE.test(text)) continue;
      report({ message: 'opened', at, phase, data: { what: text } });
    }
  },
});

const STARTS_PAGE = /\b(?:start|open|xdg-open|explorer|sensible-browser)\s[^|;&]{0,80}https?:\/\//;
