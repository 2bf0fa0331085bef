/** The index behind the gate: how an upload is sent to it, and what its answer means. */

import { InfrastructureError } from '../contracts/errors.ts';
import type { Fetched, Fetcher } from '../fetch/fetcher.ts';
import { shorten } from '../report/visible.ts';
import {
  GATE_ANSWER_BYTES,
  GATE_ANSWER_CHARS,
  GATE_FORWARD_IDLE_MS,
  GATE_FORWARD_MS,
} from '../service-limits.ts';
import type { Credentials, GateOptions, Sender } from './options.ts';
import type { FormBody } from './write-form.ts';

/**
 * `taken`; `exists`: it has such a file already; `rejected`: it says no to this upload; `unauthorised`: to whoever
 * sent it; `unavailable`: to nobody in particular, and may say yes later.
 */
export type UpstreamVerdict = 'taken' | 'exists' | 'rejected' | 'unauthorised' | 'unavailable';

export interface UpstreamAnswer {
  verdict: UpstreamVerdict;
  /** Null when there was no answer. */
  status: number | null;
  /** What it said, its status line first; hostile as anything else from outside. */
  text: string;
}

/** Shows an index credentials, of the gate or passed on from an uploader. */
export function senderOf({ username, password }: Credentials, passed: boolean): Sender {
  const pair = Buffer.from(`${username}:${password}`);
  return { authorization: `Basic ${pair.toString('base64')}`, passed };
}

/** Sends one form. Never throws for what the index or the way to it does; throws when our own file cannot be read. */
export async function postForm(
  fetcher: Fetcher,
  { upstream, idleMs = GATE_FORWARD_IDLE_MS }: GateOptions,
  form: FormBody,
  { authorization }: Sender,
): Promise<UpstreamAnswer> {
  const source = witnessed(form.body);
  try {
    const answer = await fetcher(upstream, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': form.contentType,
        'content-length': String(form.bytes),
        'user-agent': 'lazaret',
      },
      body: source.body,
      limits: { maxBytes: Number.MAX_SAFE_INTEGER, totalMs: GATE_FORWARD_MS, idleMs },
    });
    return understood(
      answer.status,
      [answer.statusText, await startOf(answer)].filter((text) => text !== '').join('\n'),
    );
  } catch (error) {
    if (source.failure() !== null) throw source.failure();
    if (!(error instanceof InfrastructureError)) throw error;
    return { verdict: 'unavailable', status: null, text: error.message };
  }
}

/** A body that remembers whether it was its own reading that failed. */
function witnessed(body: AsyncIterable<Uint8Array>) {
  let failure: unknown = null;
  const watched = async function* () {
    try {
      yield* body;
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  return { body: watched(), failure: () => failure };
}

async function startOf({ body }: Fetched): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= GATE_ANSWER_BYTES) break;
    }
  } catch (error) {
    // The status has been said; that the rest never came changes nothing.
    if (!(error instanceof InfrastructureError)) throw error;
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return /^\s*</.test(text) ? '' : shorten(text.trim(), GATE_ANSWER_CHARS);
}

/** What indexes say instead of 409: PyPI, Artifactory, Nexus, GitLab. */
const EXISTS = /already (?:exist|been (?:used|taken))|updating assets|overwrite artifact/i;

function understood(status: number, text: string): UpstreamAnswer {
  const said = (verdict: UpstreamVerdict): UpstreamAnswer => ({ verdict, status, text });
  if (status >= 200 && status < 300) return said('taken');
  if (status === 409 || ((status === 400 || status === 403) && EXISTS.test(text))) return said('exists');
  if (status === 401 || status === 407) return said('unauthorised');
  if (status >= 500 || status === 408 || status === 425 || status === 429) return said('unavailable');
  // A redirection is a wrong address: what was posted is not posted again elsewhere.
  return said(status < 400 ? 'unavailable' : 'rejected');
}
