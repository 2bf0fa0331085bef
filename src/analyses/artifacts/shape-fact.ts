import type { Artifacts, PythonSource } from '../../contracts/artifact.ts';
import type { ShapeFact } from '../../contracts/fact.ts';
import type { Unpacked } from '../../contracts/member.ts';
import { METADATA_ITEMS } from '../../limits.ts';
import { wholeMember } from './place.ts';

/** Figures over the whole distribution. Definitions in sources that time does not allow to parse are not counted. */
export function shapeFact(artifacts: Artifacts, unpacked: Unpacked, deadline: number): ShapeFact {
  const { sources, root, inTreeBackend, customCommands } = artifacts;
  const files = unpacked.members.filter((member) => member.type === 'file');
  const programs = sources.filter(({ role, recoveredFrom }) => role !== 'pth' && recoveredFrom === undefined);
  const topLevel = new Set(sources.flatMap(({ module }) => module?.split('.', 1)[0] ?? []));
  return {
    kind: 'shape',
    at: wholeMember(''),
    phase: 'none',
    members: unpacked.members.length,
    pythonFiles: programs.length,
    pythonBytes: programs.reduce((sum, { member }) => sum + member.size, 0),
    pythonLines: programs.reduce((sum, { lines }) => sum + lines, 0),
    installedBytes: files.reduce((sum, member) => sum + (member.installed ? member.size : 0), 0),
    topLevel: [...topLevel].slice(0, METADATA_ITEMS),
    hasSetupPy: sources.some(({ path }) => path === `${root}setup.py`),
    customCommands,
    inTreeBackend: inTreeBackend?.module ?? '',
    definitions: programs.reduce((sum, source) => sum + definitionsIn(source, deadline), 0),
  };
}

function definitionsIn(source: PythonSource, deadline: number): number {
  return source.isParsed || Date.now() <= deadline ? source.definitions : 0;
}
