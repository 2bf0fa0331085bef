import type { FlowFact } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { baseName, readsArguments, startsFile } from '../../support/spawn.ts';

/** Suffixes under which Python code is expected: those members are read like any other module. */
const SOURCE = /\.(?:py|pyw|pyi|pyx|in|tmpl|template|ipynb)$/i;
/** Version files without a suffix that old build scripts execute. */
const VERSION = /(?:^|[/\\])_{0,2}(?:version|about|release|meta|info)_{0,2}(?:\.(?:txt|cfg|inc))?$/i;

/** A member that does not look like code → code execution. */
export const rule = defineRule({
  id: 'execution/runs-own-data-file',
  title: 'executes a file of its own that does not look like code',
  version: 2,
  state: 'enforced',
  attack: ['T1036.008', 'T1027', 'T1059.006'],
  messages: {
    flow: '{sink} executes the content of {source}',
    behaviour: 'The member {detail} is run as a program',
  },
  detect(facts, report) {
    const starts = startsFile(facts);
    const isArgument = readsArguments(facts);
    const seen = new Set<string>();
    reportFlows(
      facts,
      (finding) => {
        seen.add(`${finding.at.path}:${finding.at.line}`);
        report(finding);
      },
      {
        message: 'flow',
        sources: ['own-data-file'],
        sinks: ['code-execution', 'process'],
        where: (flow) => isDisguised(flow.source.detail) && runsIt(flow) && !isArgument(flow),
      },
    );
    for (const fact of facts.of('behaviour')) {
      if (fact.behaviour !== 'runs-own-file' || !isDisguised(fact.detail)) continue;
      if (!starts(fact.at, baseName(fact.detail))) continue;
      if (seen.has(`${fact.at.path}:${fact.at.line}`)) continue;
      report({ message: 'behaviour', at: fact.at, phase: fact.phase, data: { detail: fact.detail } });
    }
  },
});

/** A word taken out of a file is configuration; its whole text, or a command line that is known, is a program. */
function runsIt({ sink }: FlowFact): boolean {
  if (sink.kind === 'process') return !/[«…]/.test(sink.detail);
  return sink.name !== 'builtins.eval' || sink.detail !== '';
}

function isDisguised(path: string): boolean {
  return path !== '' && !SOURCE.test(path) && !VERSION.test(path);
}
