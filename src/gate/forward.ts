/** Sending on what was released: once, whoever does it, however often it is tried. */

import { GATE_LEASE_MS } from '../service-limits.ts';
import {
  beginForward,
  concludeForward,
  extendForward,
  type Forward,
  type ForwardOutcome,
} from '../store/forwards.ts';
import type { Submission } from '../store/submissions.ts';
import type { Gate, Sender } from './options.ts';
import { postForm, type UpstreamAnswer } from './upstream.ts';
import { unpackFields, writeForm } from './write-form.ts';

export interface Sent {
  answer: UpstreamAnswer;
  /** As it has been written down. */
  outcome: ForwardOutcome;
}

/**
 * Sends one upload to the index behind and writes down what it said. The caller holds the lease, which is kept
 * meanwhile and given back.
 */
export async function sendOn(
  gate: Gate,
  submission: Submission,
  form: Forward['form'],
  sender: Sender,
): Promise<Sent> {
  const { database, vault } = gate.service;
  const { id, sha256 } = submission;
  const attempts = await beginForward(database.db, id);
  const keeper = setInterval(
    () => void extendForward(database.db, id, GATE_LEASE_MS).catch(() => {}),
    GATE_LEASE_MS / 3,
  );
  try {
    const bytes = (await vault.size(sha256)) ?? 0;
    const body = writeForm(unpackFields(form), { bytes, body: vault.read(sha256) });
    const answer = await postForm(gate.fetcher, gate.options, body, sender);
    const outcome = outcomeOf(answer, attempts, sender);
    await concludeForward(database.db, id, outcome);
    return { answer, outcome };
  } finally {
    clearInterval(keeper);
  }
}

/** An index that has the file already, after an attempt whose end nobody saw, has it from that attempt. */
function outcomeOf(
  { verdict, status, text: answer }: UpstreamAnswer,
  attempts: number,
  { passed }: Sender,
): ForwardOutcome {
  const done = verdict === 'taken' || (verdict === 'exists' && attempts > 1);
  if (done) return { state: 'forwarded', status, answer };
  // An uploader whom the index does not let in is not let in with the gate's own credentials either.
  const refused = verdict === 'rejected' || verdict === 'exists' || (verdict === 'unauthorised' && passed);
  return { state: refused ? 'rejected' : 'waiting', status, answer };
}
