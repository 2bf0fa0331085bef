import type { FactOf } from '../../contracts/fact.ts';
import type { FactIndex } from '../../contracts/fact-index.ts';
import type { ArchiveAnomalyCode } from '../../contracts/member.ts';

/** What is wrong with an archive and not with one of its members. */
const OF_WHOLE: ReadonlySet<ArchiveAnomalyCode> = new Set<ArchiveAnomalyCode>([
  'zip-eocd-mismatch',
  'zip-multiple-eocd',
  'zip-prefix-data',
  'zip-trailing-data',
]);

/**
 * Tells whether a place belongs to an archive inside the distribution. Installers do not open those, and damaged
 * ones are the test data of every program that reads archives or documents.
 */
export function nestedArchives(facts: FactIndex): (fact: FactOf<'archive'>) => boolean {
  const members = new Set(
    facts.of('member').flatMap((member) => (member.type === 'python' ? [] : [member.at.path])),
  );
  const containers = new Set(
    [...members].filter((path) => path.includes('!/')).map((path) => path.slice(0, path.indexOf('!/'))),
  );
  return ({ at, anomaly, detail }) => {
    if (at.path.includes('!/') || containers.has(at.path)) return true;
    // What is wrong with the archive as a whole is said of a member only if that member is an archive. The name of the
    // distribution itself has no folder.
    const isOfWhole = OF_WHOLE.has(anomaly) || /^the locator/.test(detail);
    return isOfWhole && at.path.includes('/') && members.has(at.path);
  };
}
