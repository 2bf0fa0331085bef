import type { FactOf } from '../../../contracts/fact.ts';
import type { FactIndex } from '../../../contracts/fact-index.ts';
import { IDENTITY } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { reportFlows } from '../../support/flow.ts';
import { identifies } from '../../support/identity.ts';
import { isUnasked } from '../../support/phase.ts';
import { carriesProgram } from '../../support/spawn.ts';

/** Functions and classes, and lines, that a distribution which does nothing else may have. */
const DEFINITIONS = 3;
const LINES = 90;

/** Nearly all that a distribution does is to fetch a program, to tell whose machine it is on, or to act unasked. */
export const rule = defineRule({
  id: 'profile/little-else',
  title: 'does little else than fetching programs, reporting the machine or acting unasked',
  version: 4,
  state: 'enforced',
  attack: ['T1105', 'T1082', 'T1195.002'],
  messages: {
    fetches: '{sink} gets a program from {source}, and there is little else',
    loads: '{sink} starts whatever {source} answers, and there is little else',
    reports: '{sink} sends {source}, and there is little else',
    starts: 'A command is started unasked, and there is little else: {what}',
  },
  detect(facts, report) {
    if (!isSmall(facts)) return;
    const carries = carriesProgram(facts);
    reportFlows(facts, report, {
      message: 'fetches',
      sources: ['network-response'],
      sinks: ['process', 'executable-write', 'code-execution', 'native-load'],
      where: ({ source }) => isFixed(source.detail),
    });
    reportFlows(facts, report, {
      message: 'loads',
      sources: ['network-response'],
      sinks: ['process', 'code-execution', 'native-load'],
      where: (flow) => flow.source.detail === '' && carries(flow),
    });
    reportFlows(facts, report, {
      message: 'reports',
      sources: [...IDENTITY, 'environment-all'],
      sinks: ['network-send'],
      where: identifies,
    });
    for (const { origin, at, phase, text, programs } of facts.of('command')) {
      if (origin !== 'spawn' || !isUnasked(phase) || isBuilding(text, programs)) continue;
      report({ message: 'starts', at, phase, data: { what: text } });
    }
  },
});

/** An address that no version, platform or parameter chooses. */
const isFixed = (address: string): boolean => address !== '' && !/[«…{%]/.test(address);

function isSmall(facts: FactIndex): boolean {
  const [shape]: readonly (FactOf<'shape'> | undefined)[] = facts.of('shape');
  return shape !== undefined && shape.definitions <= DEFINITIONS && shape.pythonLines <= LINES;
}

/** Programs with a part in building and releasing: what they are told to do is another rule's. */
const BUILDERS =
  /^(?:git|hg|svn|make|gmake|cmake|ninja|meson|gcc|g\+\+|cc|c\+\+|clang\+*|ld|ar|pkg-config|swig|cython|cargo|rustc|go|npm|yarn|twine|pandoc|sphinx-build|ls|cp|mv|rm|mkdir|cat|chmod|echo|clear|cls|true|uname|which|where)$/;
const RELEASES =
  /\bsetup\.py\s+(?:sdist|bdist\w*|build\w*|upload|register|test|check)\b|-m\s+(?:build|twine|pytest|unittest)\b/;

function isBuilding(text: string, programs: readonly string[]): boolean {
  if (programs.length > 0 && programs.every((program) => BUILDERS.test(program))) return true;
  return (
    RELEASES.test(text) &&
    programs.every((program) => BUILDERS.test(program) || /^python[\d.]*$/.test(program))
  );
}
