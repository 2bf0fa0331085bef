import { normaliseProject, normaliseVersion } from '../intake/names.ts';
import type { Db } from '../store/database.ts';
import { indexStatusesOf } from '../store/index-statuses.ts';
import type { Claim } from './checks.ts';

/**
 * Why a project takes no uploads, for the author; null when it does. Quarantined and archived projects take none
 * (PEP 792), and no release does that is quarantined by itself.
 */
export async function closedTo(db: Db, { project, version }: Claim): Promise<string | null> {
  for (const [release, { status }] of await indexStatusesOf(db, normaliseProject(project))) {
    const concerned = release === null || normaliseVersion(release) === normaliseVersion(version);
    if (concerned && (status === 'quarantined' || status === 'archived')) {
      return `${release === null ? project : `${project} ${version}`} is ${status} and takes no uploads.`;
    }
  }
  return null;
}
