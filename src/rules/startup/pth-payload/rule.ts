import { defineRule } from '../../define-rule.ts';

/** Constructs that a start-up line has no use for. Executing a readable text hides nothing: it is analysed as code. */
const PAYLOAD =
  /\b(?:b64decode|decompress|fromhex|unhexlify|loads|urlopen|urlretrieve|requests|socket|subprocess|Popen|popen|system|startfile|spawn\w*|chr)\b|\\x[0-9a-f]{2}/;

/** A .pth line that decodes, fetches or starts something. */
export const rule = defineRule({
  id: 'startup/pth-payload',
  title: 'decodes, fetches or starts something at every start of the interpreter',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1574', 'T1059.006'],
  messages: { payload: 'A start-up line uses {what}: {text}' },
  detect(facts, report) {
    for (const { text, at, phase } of facts.of('pth')) {
      const what = PAYLOAD.exec(text)?.[0];
      if (what !== undefined) report({ message: 'payload', at, phase, data: { what, text } });
    }
  },
});
