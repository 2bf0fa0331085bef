import type { Artifacts, TypedMember } from '../contracts/artifact.ts';
import type { Unpacked } from '../contracts/member.ts';
import { readNonSources } from './binaries.ts';
import { commonRoot, describeLayout } from './layout.ts';
import { typeOf } from './member-type.ts';
import { readStatements } from './metadata.ts';
import { findSources, placeSources } from './python-sources.ts';
import { recoverSources } from './recovered-sources.ts';

/**
 * Turns members into typed data: sources, metadata, bytecode, binaries, scripts, pickles. No
 * opinions, nothing executed, nothing thrown for hostile content.
 *
 * @param deadline `Date.now()` value after which the rest is left out, with a limitation.
 */
export function collectArtifacts(_filename: string, unpacked: Unpacked, deadline?: number): Artifacts {
  const types: TypedMember[] = unpacked.members
    .filter((member) => member.type === 'file' && member.readable)
    .map((member) => {
      const { type, entropy, suffixAgrees } = typeOf(member.path, member.data);
      return { member, type, entropy, suffixAgrees };
    });
  const isFlat = unpacked.kind === 'wheel' || unpacked.kind === 'egg';
  const root = isFlat ? '' : commonRoot(unpacked.members);
  const sources = findSources(types, deadline);
  const statements = readStatements(types, root, sources.found);
  const { hints, inTreeBackend } = statements;
  const layout = describeLayout(unpacked.kind, root, unpacked.members, hints, inTreeBackend);
  const { binaries, bytecode, pickles, scripts, limitations } = readNonSources(types, deadline);
  const placed = placeSources(sources.found, layout);
  const compiled = recoverSources(bytecode, placed, layout, deadline);
  return {
    kind: unpacked.kind,
    root,
    metadata: statements.metadata,
    entryPoints: statements.entryPoints,
    inTreeBackend,
    requirements: statements.requirements,
    customCommands: [...new Set(statements.customCommands)],
    types,
    // A module that is there as source as well goes by its source.
    sources: [...compiled.recovered, ...placed],
    bytecode,
    pth: sources.pth,
    binaries,
    scripts,
    pickles,
    limitations: [...sources.limitations, ...statements.limitations, ...limitations, ...compiled.limitations],
  };
}
