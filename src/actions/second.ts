/** The two-person rule: what an established project loses is not up to one reviewer. */
import type { Actor } from '../contracts/service.ts';
import type { Db } from '../store/database.ts';
import { confirmationsOf } from '../store/decisions.ts';
import { surroundingsOf } from '../store/review-items.ts';
import type { Policy } from './policy.ts';

/** Whose confirmation waits for that of a second person before anything is quarantined; null when nothing does. */
export async function awaitsSecond(
  db: Db,
  { quarantine }: Policy,
  sha256: string,
): Promise<{ by: Actor; since: Date } | null> {
  if (quarantine['two-person'] === 'never' || quarantine.confirm === 'nothing') return null;
  const confirmations = await confirmationsOf(db, sha256);
  const first = confirmations.at(-1);
  if (first === undefined || confirmations.some(({ person }) => person !== first.person)) return null;
  const { releasedBefore } = await surroundingsOf(db, sha256);
  return releasedBefore === 0 ? null : { by: first.actor, since: first.createdAt };
}
