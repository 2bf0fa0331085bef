/** What the API takes and gives, as schemas that are also its documentation. */
import { z } from 'zod';
import { DECISIONS, DISPOSITIONS, INDEX_STATUSES, ROLES, SOURCES } from '../../contracts/service.ts';
import { HTTP_NAME_CHARS, HTTP_TEXT_CHARS, PASSWORD_CHARS, SEARCH_PAGE_ROWS } from '../../service-limits.ts';

export const VERDICTS = ['malicious', 'suspicious', 'no-findings', 'incomplete'] as const;

export const sha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 has 64 hex digits')
  .transform((hex) => hex.toLowerCase());
export const name = z.string().min(1).max(HTTP_NAME_CHARS);
export const text = z.string().max(HTTP_TEXT_CHARS);
export const rowId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
export const limit = z.coerce.number().int().min(1).max(SEARCH_PAGE_ROWS).default(50);
export const password = z
  .string()
  .min(1)
  .max(2 * PASSWORD_CHARS.most);
export const secret = z.string().min(1).max(512);

export const nothing = z.undefined();
const count = z.int().min(0);
const moment = z.date();
/** A moment as it is asked for. */
export const since = z.iso.datetime({ offset: true }).transform((written) => new Date(written));

export const verdict = z.object({
  id: z.int(),
  verdict: z.enum(VERDICTS),
  score: z.number(),
  engine: z.string(),
  ruleset: z.string(),
  model: z.string(),
  createdAt: moment,
});

export const disposition = z.object({
  disposition: z.enum(DISPOSITIONS),
  reason: z.string(),
  actor: z.string(),
  createdAt: moment,
});

export const submission = z.object({
  id: z.uuid(),
  sha256: z.string(),
  filename: z.string(),
  source: z.enum(SOURCES),
  receivedAt: moment,
  state: z.enum(['pending', 'screened']).describe('pending until this version has judged the file'),
  verdict: verdict.nullable(),
  disposition: disposition.nullable(),
  links: z.object({ self: z.string(), distribution: z.string(), result: z.string() }),
});

/** Forms and bare bodies say the same in fields or in the query. */
export const submitUrl = z.strictObject({
  url: z.string().min(1).max(4096),
  sha256,
  filename: name.optional(),
  project: name.optional(),
  version: name.optional(),
});

export const hit = z.object({
  sha256: z.string(),
  filename: z.string(),
  bytes: count,
  kind: z.string().nullable(),
  project: z.string().nullable(),
  version: z.string().nullable(),
  firstSeenAt: moment,
  verdict: verdict.nullable(),
  disposition: z.enum(DISPOSITIONS).nullable(),
});

export const decision = z.object({
  id: z.int(),
  sha256: z.string(),
  verdictId: z.int().nullable(),
  kind: z.enum(DECISIONS),
  reasons: z.array(z.string()),
  note: z.string(),
  actor: z.string(),
  supersedes: z.int().nullable(),
  createdAt: moment,
});

export const observation = z.object({
  id: z.int(),
  sha256: z.string().nullable(),
  project: z.string().nullable(),
  kind: z.string(),
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()),
  actor: z.string(),
  createdAt: moment,
});

const arrival = z.object({
  id: z.uuid(),
  filename: z.string(),
  source: z.enum(SOURCES),
  uploader: z.string().nullable(),
  url: z.string().nullable(),
  project: z.string().nullable(),
  version: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  receivedAt: moment,
});

const attempt = z.object({
  id: z.int(),
  engine: z.string(),
  ruleset: z.string(),
  model: z.string(),
  worker: z.string(),
  attempt: z.int(),
  outcome: z.string(),
  detail: z.string().nullable(),
  startedAt: moment,
  finishedAt: moment.nullable(),
});

export const distributionView = z.object({
  awaitsSecond: z
    .object({ by: z.string(), since: moment })
    .nullable()
    .describe('whose confirmation a second reviewer has to join before anything is quarantined'),
  distribution: hit,
  submissions: z.array(arrival),
  verdicts: z.array(verdict),
  dispositions: z.array(disposition.extend({ id: z.int() })),
  decisions: z.array(decision),
  observations: z.array(observation),
  scans: z.array(attempt),
});

export const indexStatus = z.object({
  project: z.string(),
  version: z.string().nullable(),
  status: z.enum(INDEX_STATUSES),
  reason: z.string(),
  actor: z.string(),
  createdAt: moment,
});

export const token = z.object({
  id: z.int(),
  name: z.string(),
  prefix: z.string(),
  role: z.enum(ROLES),
  uploader: z.string().nullable(),
  actor: z.string(),
  createdAt: moment,
  expiresAt: moment.nullable(),
  revokedAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
});

export const user = z.object({
  id: z.int(),
  name: z.string(),
  role: z.enum(ROLES),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  createdAt: moment,
  disabledAt: moment.nullable(),
});

export const session = z.object({
  id: z.uuid(),
  user: z.string(),
  userId: z.int(),
  role: z.enum(ROLES),
  userAgent: z.string(),
  createdAt: moment,
  expiresAt: moment,
});

export const auditEntry = z.object({
  id: z.int(),
  at: moment,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

const byVerdict = z.record(z.enum([...VERDICTS, 'pending']), count);

export const overview = z.object({
  distributions: count,
  submissions: count,
  byVerdict,
  byDisposition: z.record(z.enum([...DISPOSITIONS, 'pending']), count),
  heldByVerdict: byVerdict,
});
