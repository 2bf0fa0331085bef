import type { Identity } from '../contracts/service.ts';
import { identifyHeader } from '../http/identity.ts';
import type { Gate, Sender } from './options.ts';
import { senderOf } from './upstream.ts';

export interface Admission {
  /** Who uploads; null when that is nobody we know. */
  identity: Identity | null;
  /** Null when there is nothing to show to the index behind. */
  sender: Sender | null;
}

/**
 * Who sends an upload, and with what it is sent on: with the sender's own credentials when these came along and are
 * to be passed through, else with the gate's own.
 */
export async function admit({ service, options }: Gate, header: string | undefined): Promise<Admission> {
  const { db } = service.database;
  const own = options.credentials === null ? null : senderOf(options.credentials, false);
  const passed = options.passThrough ? split(header) : null;
  if (passed === null) return { identity: await identifyHeader(db, header), sender: own };
  const identity = await identifyHeader(db, `Bearer ${passed.token}`);
  return { identity, sender: senderOf(passed, true) };
}

/** `<token of this service>:<password of the index>` in the password of a Basic authorization. */
function split(header: string | undefined) {
  const encoded = /^basic +([a-z0-9+/=]+)$/i.exec(header?.trim() ?? '')?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const [, username, token, password] = /^([^:]*):(lzr_[\w-]+):(.+)$/s.exec(pair) ?? [];
  if (username === undefined || token === undefined || password === undefined) return null;
  return { username, token, password };
}
