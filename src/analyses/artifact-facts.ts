/** Facts that need no analysis of Python: what members are, what metadata states, what binaries import. */
import type { Artifacts } from '../contracts/artifact.ts';
import type { Fact, FactKind } from '../contracts/fact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { Unpacked } from '../contracts/member.ts';
import { FACTS_PER_KIND_AND_MEMBER, VALUE_TEXT_LIMIT } from '../limits.ts';
import { binaryFacts } from './artifacts/binary-facts.ts';
import { bytecodeFacts } from './artifacts/bytecode-facts.ts';
import { metadataFacts } from './artifacts/metadata-facts.ts';
import { packerMarks } from './artifacts/packer-marks.ts';
import { wholeMember } from './artifacts/place.ts';
import { scriptFacts } from './artifacts/script-facts.ts';
import { shapeFact } from './artifacts/shape-fact.ts';
import { isStartFile } from './beside.ts';

/** Limitations that say a bound was hit, which attackers may have arranged; the others are mere damage. */
const BOUNDS: ReadonlySet<Limitation['code']> = new Set([
  'encrypted-member',
  'unsupported-compression',
  'total-bytes-limit',
  'member-bytes-limit',
  'ratio-limit',
  'member-count-limit',
  'path-limit',
  'nesting-limit',
  'anomaly-limit',
  'nesting-too-deep',
  'bytecode-unreadable',
]);

/**
 * Everything that is known without understanding any Python. Stable order: kinds, then archive order. `deadline` is a
 * `Date.now()` value after which no further source is parsed.
 */
export function artifactFacts(
  filename: string,
  unpacked: Unpacked,
  artifacts: Artifacts,
  deadline = Number.POSITIVE_INFINITY,
): { facts: Fact[]; limitations: Limitation[] } {
  const facts: Fact[] = [
    shapeFact(artifacts, unpacked, deadline),
    ...metadataFacts(artifacts),
    ...archiveFacts(filename, unpacked),
    ...memberFacts(artifacts),
    ...pthFacts(artifacts),
    ...binaryFacts(artifacts),
    ...bytecodeFacts(artifacts),
    ...pickleFacts(artifacts),
    ...packerMarks(artifacts),
    ...scriptFacts(artifacts),
    ...limitFacts([...unpacked.limitations, ...artifacts.limitations]),
  ];
  return capped(facts);
}

function archiveFacts(filename: string, { anomalies }: Unpacked): Fact[] {
  return anomalies.map(({ code, path, detail }) => ({
    kind: 'archive',
    at: wholeMember(path === '' ? filename : path),
    phase: 'none',
    anomaly: code,
    detail: detail.slice(0, VALUE_TEXT_LIMIT),
  }));
}

function memberFacts({ types }: Artifacts): Fact[] {
  return types.map(({ member, type, entropy, suffixAgrees }) => ({
    kind: 'member',
    at: wholeMember(member.path),
    phase: 'none',
    type,
    size: member.size,
    entropy,
    suffixAgrees,
    installed: member.installed,
  }));
}

/** Import lines of a .pth file run at every start of the interpreter. */
function pthFacts({ pth, root, sources }: Artifacts): Fact[] {
  if (pth.length === 0) return [];
  const installers = sources
    .filter(({ role }) => role === 'setup' || role === 'backend')
    .map(({ text }) => text);
  return pth.flatMap(({ path, importLines }) =>
    importLines.map(
      ({ line, text }): Fact => ({
        kind: 'pth',
        at: { path, line, column: 1, layer: null },
        phase: isStartFile(path, root, installers) ? 'startup' : 'call',
        text: text.slice(0, VALUE_TEXT_LIMIT),
      }),
    ),
  );
}

/** Loading is left to the program that ships the pickle. */
function pickleFacts({ pickles }: Artifacts): Fact[] {
  return pickles.flatMap(({ path, programs }) =>
    programs.flatMap(({ globals }) =>
      globals.map(
        ({ name, called, args }): Fact => ({
          kind: 'pickle',
          at: wholeMember(path),
          phase: 'call',
          global: name,
          called,
          args: args.slice(0, 8).map((text) => text.slice(0, VALUE_TEXT_LIMIT)),
        }),
      ),
    ),
  );
}

function limitFacts(limitations: readonly Limitation[]): Fact[] {
  return limitations
    .filter(({ code }) => BOUNDS.has(code))
    .map(({ code, where, detail }) => ({
      kind: 'limit',
      at: wholeMember(where),
      phase: 'none',
      code,
      detail: detail.slice(0, VALUE_TEXT_LIMIT),
    }));
}

/** Cuts facts of one kind and member; one limitation says where. */
function capped(facts: readonly Fact[]): { facts: Fact[]; limitations: Limitation[] } {
  const counts = new Map<string, number>();
  const limitations: Limitation[] = [];
  const kept = facts.filter((fact) => {
    const key: `${FactKind}\0${string}` = `${fact.kind}\0${fact.at.path}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count === FACTS_PER_KIND_AND_MEMBER + 1) {
      const detail = `More than ${FACTS_PER_KIND_AND_MEMBER} facts of kind ${fact.kind}; the rest is left out.`;
      limitations.push({ code: 'fact-limit', where: fact.at.path, detail, blocking: false });
    }
    return count <= FACTS_PER_KIND_AND_MEMBER;
  });
  return { facts: kept, limitations };
}
