import pg from 'pg';
import { LISTEN_RETRY_MS } from '../service-limits.ts';

/**
 * Listens on a connection of its own and connects again, for ever, when that is lost; `heard` is then told null,
 * because something may have been missed.
 */
export async function listen(
  connection: pg.ClientConfig,
  channel: string,
  heard: (payload: string | null) => void,
): Promise<() => Promise<void>> {
  let closed = false;
  let current: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const client = new pg.Client(connection);
    client.on('error', () => {});
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`).catch(async (error: Error) => {
      await client.end();
      throw error;
    });
    if (closed) return client.end();
    current = client;
    client.once('end', again);
  };
  const again = (): void => {
    current = null;
    if (closed) return;
    timer = setTimeout(() => {
      connect().then(() => !closed && heard(null), again);
    }, LISTEN_RETRY_MS);
  };

  await connect();
  return async () => {
    closed = true;
    clearTimeout(timer);
    await current?.end();
  };
}
