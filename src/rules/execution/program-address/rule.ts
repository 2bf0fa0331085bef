import { defineRule } from '../../define-rule.ts';
import { flowReport } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** A program is fetched by its file name, and the same member starts a program: which, need not be known. */
export const rule = defineRule({
  id: 'execution/program-address',
  title: 'fetches a program from a fixed address and starts a program beside it',
  version: 2,
  state: 'enforced',
  attack: ['T1105', 'T1204.002'],
  messages: { fetched: '{sink} stores the program from {source}; the member starts {program}' },
  detect(facts, report) {
    const started = new Map<string, string>();
    for (const { origin, at, text, programs } of facts.of('command'))
      if (origin === 'spawn' && !programs.every((program) => QUERIES.test(program)))
        started.set(at.path, text);
    for (const { api, at, args } of facts.calls('os.startfile', 'os.execv', 'os.execl'))
      started.set(at.path, args[0]?.text ?? api);
    for (const flow of facts.flows(['network-response'], ['file-write', 'executable-write', 'process'])) {
      const program = started.get(flow.at.path);
      if (program === undefined || !PROGRAM.test(flow.source.detail)) continue;
      // Downloaders that serve a whole program fetch for others what they ask for.
      if (flow.source.at.path !== flow.at.path) continue;
      // Shells' start files are fetched as resources; unasked, nothing is.
      if (!isUnasked(flow.phase) && SHELL.test(flow.source.detail)) continue;
      const base = flowReport('fetched', flow);
      report({ ...base, data: { ...base.data, program } });
    }
  },
});

/** A whole address: no version, platform or configuration chooses the file. */
const PROGRAM =
  /^https?:\/\/[^\s{}<>«»…%]+\.(?:exe|scr|bat|cmd|ps1|vbs|vbe|msi|hta|jar|lnk)(?:[?#][^\s«»…]*)?$/i;
const SHELL = /\.ps1(?:[?#]|$)/i;
/** Programs that are asked, not started to do something. */
const QUERIES = /^(?:which|where|uname|git|ldd|file|cls|clear)$/;
