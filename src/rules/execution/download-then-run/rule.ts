import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** Answer of the network → (file) → process or native code. */
export const rule = defineRule({
  id: 'execution/download-then-run',
  title: 'downloads a program and starts it',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1204.002', 'T1106'],
  messages: { started: '{sink} starts what {source} downloads' },
  detect(facts, report) {
    const carries = carriesProgram(facts);
    reportFlows(facts, report, {
      message: 'started',
      sources: ['network-response'],
      sinks: ['process', 'native-load', 'memory'],
      // A search path that is set is no start.
      where: (flow) => flow.sink.name !== 'os.environ' && carries(flow),
    });
  },
});
