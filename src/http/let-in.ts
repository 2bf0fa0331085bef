/** Opens the session of somebody who has proved who they are. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ROLES } from '../contracts/service.ts';
import { recordAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { openSession } from '../store/sessions.ts';
import type { User } from '../store/users.ts';
import { type Site, setCookie } from './session.ts';

/** Who one is, as the API says it. */
export const whoami = z.object({
  actor: z.string(),
  role: z.enum(ROLES),
  user: z.string().nullable().describe('name of the account; null for a token'),
  csrf: z.string().nullable().describe('to be sent as x-csrf-token with every change; null for a token'),
  session: z.uuid().nullable().describe('id of the session; null for a token'),
  expiresAt: z.date().nullable(),
});

/** @param by how they proved it, for the audit log */
export async function letIn(
  { db }: Database,
  user: User,
  { request, reply, site, by }: { request: FastifyRequest; reply: FastifyReply; site: Site; by: string },
): Promise<z.infer<typeof whoami>> {
  const actor = `user:${user.id}` as const;
  const opened = await db.transaction(async (tx) => {
    const session = await openSession(tx, user.id, request.headers['user-agent'] ?? '');
    await recordAudit(tx, actor, 'session.open', actor, { session: session.id, by });
    return session;
  });
  setCookie(reply, site, opened.secret);
  const { id: session, csrf, expiresAt } = opened;
  return { actor, role: user.role, user: user.name, csrf, session, expiresAt };
}
