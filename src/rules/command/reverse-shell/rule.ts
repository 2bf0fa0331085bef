import type { FactOf, FlowFact } from '../../../contracts/fact.ts';
import type { FactIndex } from '../../../contracts/fact-index.ts';
import type { Location } from '../../../contracts/location.ts';
import type { RuleReport } from '../../../contracts/rule.ts';
import { defineRule } from '../../define-rule.ts';
import { trailOf } from '../../support/flow.ts';
import { byMember, pathsOf } from '../../support/near.ts';

/** Programs that read commands. */
const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'cmd',
  'powershell',
  'pwsh',
]);

/** A socket becomes the terminal of a shell. */
export const rule = defineRule({
  id: 'command/reverse-shell',
  title: 'gives a remote machine a shell',
  version: 1,
  state: 'enforced',
  attack: ['T1059', 'T1071', 'T1095'],
  messages: {
    socket: 'A socket is joined to a shell ({detail})',
    command: 'The command connects a shell to a remote machine: {text}',
    streams: 'Standard streams are replaced by a socket before {program} starts',
    dialogue: '{source} says which commands run, and their output is sent back',
  },
  detect(facts, report) {
    for (const { behaviour, at, phase, detail } of facts.of('behaviour')) {
      if (behaviour === 'socket-to-shell') report({ message: 'socket', at, phase, data: { detail } });
    }
    for (const { features, at, phase, text } of facts.of('command')) {
      if (features.includes('reverse-shell')) report({ message: 'command', at, phase, data: { text } });
    }
    replacedStreams(facts, report);
    dialogues(facts, report);
  },
});

/** dup2 of a connected socket's descriptor in a member that then starts a shell. */
function replacedStreams(facts: FactIndex, report: (finding: RuleReport) => void): void {
  const replaced = new Set(
    facts
      .calls('os.dup2')
      .filter(isSocket)
      .map((call) => call.at.path),
  );
  for (const { origin, programs, at, phase } of facts.of('command')) {
    const shell = programs.find((program) => SHELLS.has(program));
    if (origin !== 'spawn' || shell === undefined || !replaced.has(at.path)) continue;
    report({ message: 'streams', at, phase, data: { program: shell } });
  }
}

function isSocket({ args }: FactOf<'call'>): boolean {
  return /fileno|socket/i.test(args[0]?.text ?? '');
}

/** Nothing of the command stands in the source: it is wholly what was received. */
const WHOLLY_RECEIVED = /^(?:\S+ (?:-c|\/c|-command) )?["']?(?:…|«[^»]*»)["']?$/i;

/** Commands come over the network as they are run, and their output goes back, in the same member. */
function dialogues(facts: FactIndex, report: (finding: RuleReport) => void): void {
  const answered = pathsOf(facts.flows(['process-output'], ['network-send']));
  const received = new Set(
    facts.of('command').flatMap(({ text, at }) => (WHOLLY_RECEIVED.test(text.trim()) ? [placeOf(at)] : [])),
  );
  for (const [path, flows] of byMember(facts.flows(['network-response'], ['process']))) {
    const first = flows.find((flow) => isSocketText(flow) || received.has(placeOf(flow.at)));
    if (first === undefined || !answered.has(path)) continue;
    const { at, phase, source } = first;
    report({ message: 'dialogue', at, phase, trail: trailOf(first), data: { source: source.name } });
  }
}

function isSocketText({ source, steps }: FlowFact): boolean {
  return /socket|recv/.test(source.name) && !steps.some((step) => step.text.startsWith('written to '));
}

function placeOf({ path, layer, line, column }: Location): string {
  return `${path}\0${layer}\0${line}\0${column}`;
}
