/** Decides, at the moment somebody asks for its bytes, whether a file may be handed out. */
import type { Service } from '../service/service.ts';
import { currentDisposition, type DispositionRow } from '../store/dispositions.ts';
import type { Custody, Wanted } from './custody.ts';
import type { UnknownPolicy } from './options.ts';
import { delay, upstreamProblem, withheld } from './refusal.ts';
import { within } from './within.ts';

export interface ClearanceOptions {
  unknown: UnknownPolicy;
  /** Milliseconds that a client waits for a fetch and a screening. */
  budgetMs: number;
}

/**
 * The SHA-256 of bytes that are in the vault and may be handed out.
 * @param gone says that nobody waits any more; fetch and screening go on
 * @throws Problem 403 when it is withheld, 503 when the time does not suffice, 502 when the index behind fails
 */
export async function clear(
  service: Service,
  custody: Custody,
  wanted: Wanted,
  options: ClearanceOptions,
  gone: AbortSignal,
): Promise<string> {
  const until = Date.now() + options.budgetMs;
  const settled = await known(service, wanted);
  if (settled !== null && (await service.vault.has(settled))) return settled;
  if (settled === null && options.unknown === 'deny') {
    // Whoever asks again later finds it screened.
    custody.take(wanted).catch(() => {});
    throw withheld(`${wanted.filename} has not been screened yet; it is being screened now.`);
  }
  const fetched = await take(custody, wanted, settled === null && options.unknown === 'wait' ? until : null);
  const decided = await decision(service, fetched, until, gone);
  if (decided !== null) return released(service, wanted, decided);
  if (options.unknown === 'allow') return fetched;
  throw pending(wanted);
}

/** What was decided before; null when nothing was. */
async function known(service: Service, wanted: Wanted): Promise<string | null> {
  const { db } = service.database;
  const row = wanted.sha256 === null ? null : await currentDisposition(db, wanted.sha256);
  return row === null ? null : released(service, wanted, row);
}

async function take(custody: Custody, wanted: Wanted, until: number | null): Promise<string> {
  try {
    const demand = custody.take(wanted);
    const fetched = until === null ? await demand : await within(demand, until - Date.now());
    if (fetched !== null) return fetched;
  } catch (error) {
    throw upstreamProblem(error, wanted.filename);
  }
  throw pending(wanted);
}

async function decision(
  service: Service,
  sha256: string,
  until: number,
  gone: AbortSignal,
): Promise<DispositionRow | null> {
  const { db } = service.database;
  const before = await currentDisposition(db, sha256);
  if (before !== null) return before;
  await service.verdicts.wait(sha256, Math.max(0, until - Date.now()), gone);
  return currentDisposition(db, sha256);
}

function released({ policy }: Service, { filename }: Wanted, row: DispositionRow): string {
  if (row.disposition === 'released') return row.sha256;
  const why = policy.explain === 'none' ? '' : `: ${row.reason}`;
  throw withheld(`${filename} is ${row.disposition}${why}.`);
}

function pending({ filename }: Wanted): Error {
  return delay(`${filename} is being screened; come back a little later.`);
}
