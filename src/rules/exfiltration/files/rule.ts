import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { UNASKED } from '../../support/phase.ts';

/** Files, listings or command output of the machine → network, unasked. */
export const rule = defineRule({
  id: 'exfiltration/files',
  title: 'sends files or command output while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1005', 'T1083', 'T1059', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['file-content', 'process-output'],
      // An address that is read from a file is contacted, not sent.
      sinks: ['network-send'],
      phases: UNASKED,
      // What the caller names is the caller's to send.
      where: ({ source }) => source.detail !== '' && !/^[«…]/.test(source.detail),
    });
    // A name from a listing often chooses what is fetched; only as content does it leave.
    reportFlows(facts, report, {
      message: 'sent',
      sources: ['directory-listing'],
      sinks: ['network-send'],
      phases: UNASKED,
      where: ({ sink }) => /post|put|send|upload|stor/i.test(sink.name),
    });
  },
});
