import { defineRule } from '../../define-rule.ts';
import { isDecoder, isKnown } from '../../support/decoder.ts';
import { reportFlows } from '../../support/flow.ts';
import { list } from '../../support/near.ts';

/** Constant → decoder → code execution, followed as a value, not as text in one file. */
export const rule = defineRule({
  id: 'execution/decode-then-exec',
  title: 'executes code that it decodes from its own constants',
  version: 1,
  state: 'enforced',
  attack: ['T1027', 'T1140', 'T1059.006'],
  messages: {
    flow: '{sink} runs code that comes out of {source}',
    layer: 'Code hidden behind {chain} is run',
  },
  detect(facts, report) {
    const seen = new Set<string>();
    reportFlows(
      facts,
      (finding) => {
        seen.add(`${finding.at.path}:${finding.at.layer}:${finding.at.line}`);
        report(finding);
      },
      {
        message: 'flow',
        sources: ['decoded', 'image-pixels'],
        sinks: ['code-execution'],
        where: (flow) => flow.source.kind === 'image-pixels' || (isDecoder(flow) && isKnown(flow)),
      },
    );
    for (const { layer, usedBy, at, phase } of facts.of('layer')) {
      const decoders = layer.chain.filter((step) => step !== 'literal');
      if (usedBy !== 'code-execution' || decoders.length === 0) continue;
      if (seen.has(`${at.path}:${at.layer}:${at.line}`)) continue;
      report({ message: 'layer', at, phase, data: { chain: list(decoders) } });
    }
  },
});
