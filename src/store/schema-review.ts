/** Tables of reviewing: what resembles what, what waits for a person, and who has it in hand. */
import { doublePrecision, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, hash, id, moment, now, reference } from './columns.ts';
import { distributions, projects, submissions } from './schema.ts';

/** Distributions that resemble each other, decided once. One that turned out to be another points to it. */
export const campaigns = pgTable('campaigns', {
  id: id(),
  mergedInto: reference(),
  createdAt: now(),
});

export const fingerprints = pgTable(
  'fingerprints',
  {
    sha256: hash()
      .primaryKey()
      .references(() => distributions.sha256),
    campaignId: reference()
      .notNull()
      .references(() => campaigns.id),
    exact: hash(),
    /** Null for too little code to resemble anything. */
    minhash: bytea(),
    createdAt: now(),
  },
  (table) => [
    index('fingerprints_exact').on(table.exact),
    index('fingerprints_campaign').on(table.campaignId),
  ],
);

/** Parts of signatures, by which similar ones are found. */
export const fingerprintBands = pgTable(
  'fingerprint_bands',
  {
    band: text().notNull(),
    sha256: hash()
      .notNull()
      .references(() => fingerprints.sha256),
  },
  (table) => [primaryKey({ columns: [table.band, table.sha256] })],
);

/** What waits for a person, or did. */
export const reviewItems = pgTable(
  'review_items',
  {
    sha256: hash()
      .primaryKey()
      .references(() => distributions.sha256),
    campaignId: reference()
      .notNull()
      .references(() => campaigns.id),
    /** Expected harm of leaving it, 0 and more; what it is made of is in `src/review/harm.ts`. */
    harm: doublePrecision().notNull(),
    /** When the gravest finding's code runs. */
    phase: text().notNull(),
    state: text().$type<'open' | 'escalated' | 'closed'>().notNull(),
    openedAt: now(),
    closedAt: moment(),
  },
  (table) => [
    index('review_items_open').on(table.state, table.harm),
    index('review_items_campaign').on(table.campaignId),
  ],
);

/** Who has a campaign in hand, and until when nobody else is offered it. */
export const claims = pgTable('claims', {
  campaignId: reference()
    .primaryKey()
    .references(() => campaigns.id),
  actor: text().notNull(),
  claimedAt: now(),
  expiresAt: moment().notNull(),
});

/** Findings that do not count in one project: by rule and by the hash of the code, for a while, on somebody's word. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: id(),
    projectId: reference()
      .notNull()
      .references(() => projects.id),
    rule: text().notNull(),
    code: hash().notNull(),
    reason: text().notNull(),
    owner: text().notNull(),
    /** The distribution it was made from. */
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    createdAt: now(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
    revokedBy: text(),
  },
  (table) => [index('suppressions_project').on(table.projectId, table.rule, table.code)],
);

/** An uploader contests what was decided about one submission. */
export const appeals = pgTable(
  'appeals',
  {
    id: id(),
    submissionId: uuid()
      .notNull()
      .references(() => submissions.id),
    sha256: hash()
      .notNull()
      .references(() => distributions.sha256),
    /** What the uploader says, as a whole and of single reasons. */
    note: text().notNull(),
    explanations: jsonb().$type<Explanation[]>().notNull().default([]),
    /** A file that is to stand in its place, submitted with the appeal. */
    correctedSha256: hash().references(() => distributions.sha256),
    createdAt: now(),
    /** When an answer was promised for. */
    dueAt: moment().notNull(),
    outcome: text().$type<'granted' | 'declined'>(),
    answer: text(),
    actor: text(),
    answeredAt: moment(),
  },
  (table) => [
    index('appeals_open').on(table.answeredAt, table.dueAt),
    index('appeals_submission').on(table.submissionId),
  ],
);

/** What an uploader says about one of the reasons they were told. */
export interface Explanation {
  /** The reason, as it was told. */
  reason: string;
  text: string;
}
