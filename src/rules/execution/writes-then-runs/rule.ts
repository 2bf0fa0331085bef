import type { FactOf } from '../../../contracts/fact.ts';
import type { LayerLanguage } from '../../../contracts/location.ts';
import { OPAQUE } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { pathsOf } from '../../support/near.ts';
import { carriesProgram } from '../../support/spawn.ts';

const PROGRAMS: readonly LayerLanguage[] = [
  'python',
  'bytecode',
  'shell',
  'powershell',
  'batch',
  'vbscript',
  'javascript',
  'binary',
];

/** Program text kept in a string → file → process, or an opaque constant → program file. */
export const rule = defineRule({
  id: 'execution/writes-then-runs',
  title: 'writes a program that it carries in a string to disk and starts it',
  version: 1,
  state: 'enforced',
  attack: ['T1027.009', 'T1059'],
  messages: {
    started: '{sink} starts a file that the distribution wrote from its own constants ({source})',
    unpacked: '{source} is written out as a program by {sink}',
  },
  detect(facts, report) {
    const members = pathsOf(facts.of('layer').filter(isWrittenProgram));
    const carries = carriesProgram(facts);
    reportFlows(facts, report, {
      message: 'started',
      sources: ['written-file'],
      sinks: ['process', 'native-load'],
      where: (flow) => members.has(flow.at.path) && carries(flow),
    });
    reportFlows(facts, report, {
      message: 'unpacked',
      sources: OPAQUE,
      sinks: ['executable-write'],
      // A script that stands in the source is readable; what it does is analysed as a command.
      where: ({ source }) => source.name !== 'constant text' && source.name !== 'computed text',
    });
  },
});

function isWrittenProgram({ layer, usedBy }: FactOf<'layer'>): boolean {
  return PROGRAMS.includes(layer.language) && usedBy !== 'code-execution' && usedBy !== 'deserialise';
}
