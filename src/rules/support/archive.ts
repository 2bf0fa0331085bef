import type { FactIndex } from '../../contracts/fact-index.ts';
import type { Location } from '../../contracts/location.ts';

/**
 * Tells whether a place belongs to an archive inside the distribution. Installers do not open those, and damaged
 * ones are the test data of every program that reads archives or documents.
 */
export function nestedArchives(facts: FactIndex): (at: Location) => boolean {
  const members = new Set(
    facts.of('member').flatMap((member) => (member.type === 'python' ? [] : [member.at.path])),
  );
  const containers = new Set(
    [...members].filter((path) => path.includes('!/')).map((path) => path.slice(0, path.indexOf('!/'))),
  );
  return (at) => at.path.includes('!/') || containers.has(at.path);
}
