import { createHmac } from 'node:crypto';
import { InfrastructureError } from '../contracts/errors.ts';
import { WEBHOOK_MS } from '../limits.ts';

export interface Post {
  /** The same for every attempt at one message, so that the receiver can tell repetitions. */
  id: string;
  /** Unix time in seconds of this attempt. */
  timestamp: number;
  body: string;
}

/**
 * Headers of the Standard Webhooks specification: `webhook-signature` is `v1,` and the base64 of HMAC-SHA256 over
 * `id.timestamp.body`. A secret that starts with `whsec_` is base64, any other is taken as it is.
 */
export function signedHeaders({ id, timestamp, body }: Post, secret: string): Record<string, string> {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}

/** Posts one message. Redirects are not followed: the operator named the receiver. @throws InfrastructureError */
export async function postWebhook(address: string, post: Post, secret: string): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: signedHeaders(post, secret),
    body: post.body,
    redirect: 'manual',
    signal: AbortSignal.timeout(WEBHOOK_MS),
  }).catch((cause: unknown) => {
    throw new InfrastructureError('network', 'the receiver could not be reached', { retryable: true, cause });
  });
  await response.body?.cancel();
  if (response.ok) return;
  throw new InfrastructureError('http-status', `the receiver answered ${response.status}`, {
    retryable: true,
  });
}
