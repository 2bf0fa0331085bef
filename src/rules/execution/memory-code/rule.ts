import { lastName, MEMORY_ALLOCATORS, MEMORY_RUNNERS, OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { byMember, list } from '../../support/near.ts';

/** Data → executable memory, or a member that both allocates such memory and starts what lies in it. */
export const rule = defineRule({
  id: 'execution/memory-code',
  title: 'copies machine code into memory and runs it',
  version: 1,
  state: 'enforced',
  attack: ['T1055', 'T1620', 'T1106'],
  messages: {
    flow: '{sink} receives machine code from {source}',
    calls: 'Executable memory is allocated, filled and started: {names}',
  },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'flow',
      sources: [...OPAQUE, 'network-response', 'own-data-file', 'file-content'],
      sinks: ['memory'],
      // Copying alone makes nothing executable.
      where: ({ sink }) => lastName(sink.name) !== 'memmove',
    });
    for (const [, calls] of byMember(facts.of('call'))) {
      const allocators = calls.filter((call) => MEMORY_ALLOCATORS.has(lastName(call.api)));
      const runners = calls.filter((call) => MEMORY_RUNNERS.has(lastName(call.api)));
      const first = runners[0];
      if (first === undefined || allocators.length === 0) continue;
      const names = list([...allocators, ...runners].map((call) => lastName(call.api)));
      report({ message: 'calls', at: first.at, phase: first.phase, data: { names } });
    }
  },
});
