/** Whose credentials an upload is sent on with. */
import type { IncomingHttpHeaders } from 'node:http';
import type { GateOptions, Sender } from './options.ts';
import { senderOf } from './upstream.ts';

/**
 * Takes an uploader's own credentials for the index out of a request, when these came along and are to be passed on;
 * what is left tells this service who it is. Null when there are none.
 */
export function takePassed(options: GateOptions, headers: IncomingHttpHeaders): Sender | null {
  const passed = options.passThrough ? split(headers.authorization) : null;
  if (passed === null) return null;
  headers.authorization = `Bearer ${passed.token}`;
  return senderOf(passed, true);
}

/** The gate itself; null when it has no credentials. */
export function ownSender({ credentials }: GateOptions): Sender | null {
  return credentials === null ? null : senderOf(credentials, false);
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
