/** Messages outward: written down with what they tell of, sent afterwards, and seen when they do not arrive. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { Db } from '../store/database.ts';
import { type Delivery, recordDelivery } from '../store/deliveries.ts';
import { channelsFor, type Event, textOf, titleOf } from './event.ts';
import { type MailServer, sendMail } from './mail.ts';
import type { Channel, Policy } from './policy.ts';
import { postWebhook } from './webhook.ts';

/** Writes a message for every channel that wants to hear of the event. */
export async function writeMessages(tx: Db, policy: Policy, event: Event): Promise<Delivery[]> {
  const written: Delivery[] = [];
  for (const { name, webhook } of channelsFor(policy, event.event)) {
    const channel = webhook === undefined ? 'email' : 'webhook';
    written.push(
      await recordDelivery(tx, { channel, target: name, event: event.event, payload: { ...event } }),
    );
  }
  return written;
}

export interface Sender {
  policy: Policy;
  /** Null when no mail server is configured. */
  mail: MailServer | null;
  /** Secrets by the name of their environment variable. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Sends one message. @throws InfrastructureError when it was not taken; `retryable` tells whether to try again */
export async function sendMessage({ policy, mail, environment }: Sender, delivery: Delivery): Promise<void> {
  const channel = policy.notify.find(({ name }) => name === delivery.target);
  if (channel === undefined) {
    throw new InfrastructureError('config-invalid', `the policy has no channel ${delivery.target} any more`);
  }
  const event = delivery.payload as unknown as Event;
  if (channel.webhook !== undefined) return postEvent(channel, channel.webhook, delivery, environment);
  if (mail === null) throw new InfrastructureError('config-invalid', 'no mail server is configured');
  return sendMail(mail, { to: channel.email ?? [], subject: titleOf(event), text: textOf(event) });
}

async function postEvent(
  channel: Channel,
  address: string,
  { id, payload, createdAt }: Delivery,
  environment: Sender['environment'],
): Promise<void> {
  const variable = channel['secret-env'] ?? '';
  const secret = environment[variable];
  if (secret === undefined || secret === '') {
    throw new InfrastructureError('config-invalid', `the environment has no ${variable}`);
  }
  const message = `msg_${id}_${createdAt.getTime()}`;
  const timestamp = Math.floor(Date.now() / 1000);
  await postWebhook(address, { id: message, timestamp, body: JSON.stringify(payload) }, secret);
}
