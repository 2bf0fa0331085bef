import type { FlowFact } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** A whole URL of a program: nothing in it depends on platform, version or configuration. */
const PROGRAM_URL =
  /^https?:\/\/[^\s{}<>«»…/]+\/[^\s{}<>«»…]+\.(?:exe|scr|bat|cmd|ps1|vbs|vbe|msi|hta|jar|pyw?|sh|dll|com|lnk)(?:[?#][^\s«»…]*)?$/i;

/** One fixed program → file → process, in any phase. */
export const rule = defineRule({
  id: 'execution/fixed-program',
  title: 'downloads one fixed program and starts it',
  version: 1,
  state: 'enforced',
  attack: ['T1105', 'T1204.002'],
  messages: { started: '{sink} starts what {source} downloads from a fixed address' },
  detect(facts, report) {
    const carries = carriesProgram(facts);
    reportFlows(facts, report, {
      message: 'started',
      sources: ['network-response'],
      sinks: ['process', 'native-load'],
      where: (flow: FlowFact) => PROGRAM_URL.test(flow.source.detail) && carries(flow),
    });
  },
});
