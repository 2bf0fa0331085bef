/** Tells open pages that the queue has changed: server-sent events, without saying what. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Service } from '../../service/service.ts';
import { EVENT_PULSE_MS, EVENT_STREAMS } from '../../service-limits.ts';
import { REVIEW_CHANNEL } from '../../store/claims.ts';
import { busy } from '../problem.ts';

export function eventRoutes(service: Service): FastifyPluginAsyncZod {
  const streams = new Set<(text: string) => void>();
  const open = new Set<() => void>();
  return async (app) => {
    let stop: (() => Promise<void>) | null = null;
    app.addHook('onReady', async () => {
      stop = await service.database.listen(REVIEW_CHANNEL, () => {
        for (const write of streams) write('data: changed\n\n');
      });
    });
    app.addHook('onClose', async () => stop?.());
    // Streams never end by themselves, and the service waits for what is under way.
    app.addHook('preClose', async () => {
      for (const end of open) end();
    });
    app.get(
      '/review/events',
      {
        config: { access: 'reviewer' },
        schema: { summary: 'A stream that says when the queue has changed', tags: ['review'] },
      },
      async (request, reply) => {
        if (streams.size >= EVENT_STREAMS) throw busy('As many pages as possible are listening.', 60);
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, {
          ...reply.getHeaders(),
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        } as Record<string, string>);
        const write = (text: string): void => void raw.write(text);
        write(': hello\n\n');
        const end = (): void => void raw.end();
        streams.add(write);
        open.add(end);
        // Whatever stands between would close a silent connection.
        const pulse = setInterval(() => write(': still here\n\n'), EVENT_PULSE_MS);
        request.raw.once('close', () => {
          clearInterval(pulse);
          streams.delete(write);
          open.delete(end);
        });
      },
    );
  };
}
