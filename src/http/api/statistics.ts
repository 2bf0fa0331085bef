import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DECISIONS } from '../../contracts/service.ts';
import type { Service } from '../../service/service.ts';
import { reviewStatistics } from '../../store/statistics.ts';
import * as shape from './schemas.ts';

const count = z.int();
const seconds = z.number().nullable();

const statistics = z.object({
  waiting: z.object({
    open: count,
    escalated: count,
    campaigns: count,
    oldestSeconds: seconds,
    appeals: count,
    overdueAppeals: count,
  }),
  timeToDecision: z.object({ median: seconds, p90: seconds, count }),
  verdicts: z.array(z.object({ day: z.string(), verdict: z.enum(shape.VERDICTS), count })),
  decisions: z.array(z.object({ day: z.string(), kind: z.enum(DECISIONS), count, seconds: z.int() })),
  campaigns: z.array(z.object({ day: z.string(), count, distributions: count })),
  rules: z.array(z.object({ rule: z.string(), confirmed: count, dismissed: count })),
});

export function statisticsRoutes(service: Service): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/review/statistics',
      {
        config: { access: 'reviewer' },
        schema: {
          summary: 'What reviewing costs and is worth, over some days',
          tags: ['review'],
          querystring: z.object({ days: z.coerce.number().int().min(1).max(400).default(30) }),
          response: { 200: statistics },
        },
      },
      async ({ query }) => reviewStatistics(service.database.db, query.days),
    );
  };
}
