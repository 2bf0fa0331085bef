import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Decoders one behind the other. */
const STEPS = 3;

/** Code or commands behind several decoders. */
export const rule = defineRule({
  id: 'obfuscation/layered',
  title: 'hides text behind several layers of encoding',
  version: 1,
  state: 'enforced',
  attack: ['T1027.013', 'T1140'],
  messages: { layered: '{language} text lies behind {count} decoders: {chain}' },
  detect(facts, report) {
    const depth = new Map<string, number>();
    for (const { layer, at, phase } of facts.of('layer')) {
      const own = layer.chain.filter((step) => step !== 'literal').length;
      const count = own + (layer.parent === null ? 0 : (depth.get(layer.parent) ?? 0));
      depth.set(layer.id, count);
      if (own === 0 || count < STEPS || layer.language === 'binary' || layer.language === 'text') continue;
      const data = { language: layer.language, count, chain: list(layer.chain) };
      report({ message: 'layered', at, phase, data });
    }
  },
});
