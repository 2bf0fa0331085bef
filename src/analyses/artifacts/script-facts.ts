import type { Artifacts, ScriptFile } from '../../contracts/artifact.ts';
import type { Fact } from '../../contracts/fact.ts';
import type { Location, Phase } from '../../contracts/location.ts';
import { VALUE_TEXT_LIMIT } from '../../limits.ts';
import { LineTable } from '../../python/line-table.ts';
import { liesBeside } from '../beside.ts';
import { analyseCommand } from '../command.ts';
import { findIndicators } from '../indicators.ts';
import { findSensitiveNames } from '../sensitive-names.ts';
import { wholeMember } from './place.ts';

/** What shell, PowerShell, batch and script-host members do and name. Phase: somebody has to start them. */
export function scriptFacts({ scripts, root }: Artifacts): Fact[] {
  return scripts.flatMap((script) => {
    const phase = liesBeside(script.path.slice(root.length)) ? 'development' : 'call';
    return [commandFact(script, phase), ...namedIn(script, phase)];
  });
}

function commandFact({ path, dialect, text }: ScriptFile, phase: Phase): Fact {
  const { features, programs, urls } = analyseCommand(text, dialect);
  return {
    kind: 'command',
    at: wholeMember(path),
    phase,
    dialect,
    text: text.slice(0, VALUE_TEXT_LIMIT),
    origin: 'member',
    features,
    programs,
    urls,
  };
}

function namedIn({ path, text }: ScriptFile, phase: Phase): Fact[] {
  const lines = new LineTable(text);
  const at = (offset: number): Location => ({ path, layer: null, ...lines.position(offset) });
  const indicators = findIndicators(text).map(({ type, value, offset }): Fact => {
    return { kind: 'indicator', at: at(offset), phase, type, value, hidden: false };
  });
  const names = findSensitiveNames(text).map(({ category, text: name, offset }): Fact => {
    return { kind: 'sensitive-name', at: at(offset), phase, category, text: name, hidden: false };
  });
  return [...indicators, ...names];
}
