/**
 * Tables, one definition for PGlite and PostgreSQL 13 and later. What was measured is never deleted with something
 * else: no foreign key cascades. Tables named in the plural of what one row is; times are of the database.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { DistributionKind } from '../contracts/member.ts';
import type { Verdict } from '../contracts/result.ts';
import type {
  DecisionKind,
  Disposition,
  IndexStatus,
  Role,
  ScanOutcome,
  Source,
} from '../contracts/service.ts';
import { bytea, hash, id, moment, now, record, reference } from './columns.ts';

export const projects = pgTable('projects', {
  id: id(),
  /** PEP 503. */
  name: text().notNull().unique(),
  /** As the first distribution wrote it. */
  displayName: text().notNull(),
  createdAt: now(),
});

export const releases = pgTable(
  'releases',
  {
    id: id(),
    projectId: reference()
      .notNull()
      .references(() => projects.id),
    version: text().notNull(),
    createdAt: now(),
  },
  (table) => [unique('releases_project_version').on(table.projectId, table.version)],
);

/** One row a file, whatever it was called. Its bytes are in the vault while `stored`. */
export const distributions = pgTable(
  'distributions',
  {
    sha256: hash().primaryKey(),
    bytes: bigint({ mode: 'number' }).notNull(),
    filename: text().notNull(),
    /** `sdist`, `wheel`, `egg`, `unknown`; null before the first scan. */
    kind: text().$type<DistributionKind>(),
    /** Known from the archive's own metadata, after the first scan. */
    releaseId: reference().references(() => releases.id),
    firstSeenAt: now(),
    /** The newest verdict and disposition again, for lists: their own tables have the last word. */
    verdictId: reference(),
    verdict: text().$type<Verdict>(),
    score: doublePrecision(),
    dispositionId: reference(),
    disposition: text().$type<Disposition>(),
  },
  (table) => [
    index('distributions_release').on(table.releaseId),
    index('distributions_filename').on(table.filename.op('text_pattern_ops')),
    index('distributions_seen').on(table.firstSeenAt, table.sha256),
    index('distributions_verdict').on(table.verdict, table.firstSeenAt, table.sha256),
    index('distributions_disposition').on(table.disposition, table.verdict, table.firstSeenAt, table.sha256),
    // The queue of a reviewer, the heaviest first.
    index('distributions_held')
      .on(sql`coalesce(${table.score}, -1)`, table.firstSeenAt, table.sha256)
      .where(sql`${table.disposition} = 'held'`),
  ],
);

/** One row an arrival. Its id is the reference that an uploader is told. */
export const submissions = pgTable(
  'submissions',
  {
    id: uuid().primaryKey().defaultRandom(),
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    filename: text().notNull(),
    source: text().$type<Source>().notNull(),
    uploader: text(),
    url: text(),
    /** PEP 503, as claimed. */
    project: text(),
    version: text(),
    detail: record().notNull().default({}),
    receivedAt: now(),
  },
  (table) => [
    index('submissions_sha256').on(table.sha256),
    index('submissions_project').on(table.project),
    index('submissions_received').on(table.receivedAt),
  ],
);

/** One row an attempt to scan, written when it starts, so that a worker that died leaves a trace. */
export const scans = pgTable(
  'scans',
  {
    id: id(),
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    engine: text().notNull(),
    ruleset: text().notNull(),
    model: text().notNull(),
    worker: text().notNull(),
    attempt: smallint().notNull(),
    outcome: text().$type<ScanOutcome>().notNull(),
    detail: text(),
    startedAt: now(),
    finishedAt: moment(),
  },
  (table) => [
    index('scans_sha256').on(table.sha256),
    index('scans_finished').on(table.finishedAt),
    index('scans_given_up').on(table.id).where(sql`${table.outcome} = 'given-up'`),
  ],
);

/** What the analyses said, to be scored again without unpacking: gzip of JSON. */
export const facts = pgTable(
  'facts',
  {
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    engine: text().notNull(),
    content: bytea().notNull(),
    createdAt: now(),
  },
  (table) => [primaryKey({ columns: [table.sha256, table.engine] })],
);

/** Append-only; exactly one for a file and a version set. */
export const verdicts = pgTable(
  'verdicts',
  {
    id: id(),
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    engine: text().notNull(),
    ruleset: text().notNull(),
    model: text().notNull(),
    verdict: text().$type<Verdict>().notNull(),
    score: doublePrecision().notNull(),
    /** The result document: gzip of JSON. */
    document: bytea().notNull(),
    /** Null when facts were scored again. */
    scanId: reference().references(() => scans.id),
    createdAt: now(),
  },
  (table) => [
    unique('verdicts_once').on(table.sha256, table.engine, table.ruleset, table.model),
    index('verdicts_created').on(table.createdAt),
  ],
);

export const findings = pgTable(
  'findings',
  {
    id: id(),
    verdictId: reference()
      .notNull()
      .references(() => verdicts.id),
    rule: text().notNull(),
    phase: text().notNull(),
    path: text().notNull(),
    line: integer().notNull(),
    layer: text(),
    contribution: doublePrecision().notNull(),
  },
  (table) => [
    index('findings_verdict').on(table.verdictId),
    index('findings_rule').on(table.rule, table.verdictId),
  ],
);

export const indicators = pgTable(
  'indicators',
  {
    id: id(),
    verdictId: reference()
      .notNull()
      .references(() => verdicts.id),
    type: text().notNull(),
    value: text().notNull(),
    path: text().notNull(),
    line: integer().notNull(),
  },
  (table) => [
    index('indicators_verdict').on(table.verdictId),
    // A value may be longer than an index entry; its hash is not.
    index('indicators_value').using('hash', table.value),
  ],
);

/** What the service does with a file: append-only, the newest row holds. */
export const dispositions = pgTable(
  'dispositions',
  {
    id: id(),
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    disposition: text().$type<Disposition>().notNull(),
    actor: text().notNull(),
    reason: text().notNull(),
    createdAt: now(),
  },
  (table) => [index('dispositions_sha256').on(table.sha256, table.id)],
);

/** PEP 792 status of a project, or of one release when `version` is set: append-only, the newest row holds. */
export const indexStatuses = pgTable(
  'index_statuses',
  {
    id: id(),
    /** PEP 503; the project may be unknown to `projects`. */
    project: text().notNull(),
    version: text(),
    status: text().$type<IndexStatus>().notNull(),
    reason: text().notNull(),
    actor: text().notNull(),
    createdAt: now(),
  },
  (table) => [index('index_statuses_project').on(table.project, table.id)],
);

/** A reviewer's record: append-only; a later one supersedes. */
export const decisions = pgTable(
  'decisions',
  {
    id: id(),
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    verdictId: reference().references(() => verdicts.id),
    kind: text().$type<DecisionKind>().notNull(),
    reasons: text().array().notNull().default(sql`'{}'::text[]`),
    note: text().notNull().default(''),
    actor: text().notNull(),
    supersedes: reference(),
    /** Seconds of a reviewer's time it took; null when nobody measured. */
    seconds: integer(),
    createdAt: now(),
  },
  (table) => [index('decisions_sha256').on(table.sha256, table.id)],
);

/** A report by a person or an outside system. */
export const observations = pgTable(
  'observations',
  {
    id: id(),
    sha256: hash().references(() => distributions.sha256),
    project: text(),
    kind: text().notNull(),
    summary: text().notNull(),
    detail: record().notNull().default({}),
    actor: text().notNull(),
    createdAt: now(),
  },
  (table) => [index('observations_sha256').on(table.sha256), index('observations_project').on(table.project)],
);

/** Messages outward: a row each, so that what was not delivered is seen. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    channel: text().$type<'webhook' | 'email'>().notNull(),
    /** Name of the channel's configuration; never its address or secret. */
    target: text().notNull(),
    event: text().notNull(),
    payload: record().notNull(),
    state: text().$type<'pending' | 'delivered' | 'failed'>().notNull().default('pending'),
    attempts: integer().notNull().default(0),
    lastError: text(),
    createdAt: now(),
    deliveredAt: moment(),
  },
  (table) => [index('deliveries_pending').on(table.id).where(sql`${table.state} = 'pending'`)],
);

/** Where following a feed has got to. */
export const feeds = pgTable('feeds', {
  name: text().primaryKey(),
  cursor: record().notNull(),
  updatedAt: now(),
});

/** Files an upstream index lists, as last seen by the proxy. */
export const indexFiles = pgTable(
  'index_files',
  {
    /** PEP 503. */
    project: text().notNull(),
    filename: text().notNull(),
    url: text().notNull(),
    /** Null when the index gives none; then the first download sets it. */
    sha256: hash(),
    bytes: bigint({ mode: 'number' }),
    fetchedAt: now(),
  },
  (table) => [
    primaryKey({ columns: [table.project, table.filename] }),
    index('index_files_sha256').on(table.sha256),
  ],
);

export const users = pgTable('users', {
  id: id(),
  name: text().notNull().unique(),
  role: text().$type<Role>().notNull(),
  /** scrypt, with its parameters; null until a password is set. */
  passwordHash: text(),
  /** Issuer and subject at an OpenID Connect provider, with a space between; null until a first sign-in there. */
  subject: text().unique(),
  createdAt: now(),
  disabledAt: moment(),
});

export const sessions = pgTable('sessions', {
  /** SHA-256 of the cookie's secret. */
  hash: hash().primaryKey(),
  /** What it is called where it is listed and revoked. */
  id: uuid().notNull().defaultRandom().unique(),
  userId: reference()
    .notNull()
    .references(() => users.id),
  csrf: text().notNull(),
  userAgent: text().notNull(),
  createdAt: now(),
  expiresAt: moment().notNull(),
  revokedAt: moment(),
});

/** Links that work once: the first administrator's set-up, and an account's password. */
export const links = pgTable('links', {
  /** SHA-256 of the link's secret. */
  hash: hash().primaryKey(),
  purpose: text().$type<'setup' | 'password'>().notNull(),
  /** Null for a set-up: there is no account yet. */
  userId: reference().references(() => users.id),
  createdAt: now(),
  expiresAt: moment().notNull(),
  usedAt: moment(),
});

export const apiTokens = pgTable('api_tokens', {
  id: id(),
  name: text().notNull(),
  /** Its first characters, to recognise it by. */
  prefix: text().notNull(),
  /** SHA-256 of the whole. */
  hash: hash().notNull().unique(),
  role: text().$type<Role>().notNull(),
  /** Account that uploads with it are counted to. */
  uploader: text(),
  actor: text().notNull(),
  createdAt: now(),
  expiresAt: moment(),
  revokedAt: moment(),
  lastUsedAt: moment(),
});

export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    at: now(),
    actor: text().notNull(),
    /** Verb and object, e.g. `token.create`. */
    action: text().notNull(),
    /** What it was done to, e.g. a sha256 or `token:7`. */
    subject: text().notNull(),
    detail: record().notNull().default({}),
  },
  (table) => [index('audit_log_subject').on(table.subject), index('audit_log_at').on(table.at)],
);
