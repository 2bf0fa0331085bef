/** What is done about verdicts and decisions. A policy is data: an operator writes it, nothing else changes it. */
import { z } from 'zod';
import type { Verdict } from '../contracts/result.ts';
import { type DecisionKind, DISPOSITIONS, type Disposition } from '../contracts/service.ts';
import { EXPLAIN_LEVELS } from '../report/told.ts';

const disposition = z.enum(DISPOSITIONS);

/** What a message may be about. */
export const EVENTS = [
  'verdict.malicious',
  'verdict.suspicious',
  'verdict.incomplete',
  'decision.confirm',
  'decision.dismiss',
  'decision.escalate',
  'decision.reopen',
  'quarantine',
] as const;
export type EventName = (typeof EVENTS)[number];

const channel = z.strictObject({
  /** How it is called in logs and in the list of deliveries. */
  name: z.string().regex(/^[\w-]{1,64}$/),
  on: z.array(z.enum(EVENTS)).min(1),
  /** Address that events are posted to, signed with the secret in the named environment variable. */
  webhook: z.url({ protocol: /^https?$/ }).optional(),
  'secret-env': z.string().optional(),
  /** Mail addresses that events are sent to. */
  email: z.array(z.email()).min(1).optional(),
});

export type Channel = z.infer<typeof channel>;

/** The policy file, as TOML. What is left out has the value that withholds least. */
export const policySchema = z.strictObject({
  /** When true, nothing is withheld or quarantined: what would have been done is written down instead. */
  'dry-run': z.boolean().default(true),
  /** What happens to a distribution by its verdict, until a reviewer decides. */
  verdict: z
    .strictObject({
      malicious: disposition.default('held'),
      suspicious: disposition.default('held'),
      incomplete: disposition.default('held'),
      'no-findings': disposition.default('released'),
    })
    .prefault({}),
  /** What a reviewer's decision does; `escalate` leaves things as they are unless this says otherwise. */
  decision: z
    .strictObject({
      confirm: disposition.default('refused'),
      dismiss: disposition.default('released'),
      escalate: disposition.optional(),
    })
    .prefault({}),
  /** What is quarantined in the index proxy (PEP 792) when a reviewer confirms. */
  quarantine: z
    .strictObject({
      confirm: z.enum(['nothing', 'release', 'project']).default('nothing'),
      /** Whether a second reviewer has to confirm before anything of a project with released releases is. */
      'two-person': z.enum(['never', 'established']).default('never'),
    })
    .prefault({}),
  /** How much an uploader is told: nothing but the outcome, what kind of thing was seen, or where. */
  explain: z.enum(EXPLAIN_LEVELS).default('category'),
  /** Within how long an uploader's appeal is answered: what they are told, and what reviewers are shown. */
  appeals: z.strictObject({ 'answer-within-hours': z.number().min(1).max(2160).default(72) }).prefault({}),
  notify: z
    .array(channel)
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two channels have one name')
    .refine((all) => all.every((one) => (one.webhook === undefined) !== (one.email === undefined)), {
      error: 'a channel has either a webhook or e-mail addresses',
    })
    .refine((all) => all.every((one) => one.webhook === undefined || one['secret-env'] !== undefined), {
      error: 'a webhook needs secret-env, the environment variable with its signing secret',
    }),
});

export type Policy = z.infer<typeof policySchema>;

/** Nothing is withheld until an operator has said so. */
export const DEFAULT_POLICY: Policy = policySchema.parse({});

export interface Decided {
  disposition: Disposition;
  /** One plain sentence. */
  reason: string;
}

/** What the policy does about a verdict. */
export function onVerdict(policy: Policy, verdict: Verdict): Decided {
  return tried(policy, policy.verdict[verdict], `the verdict is ${verdict}`);
}

/** What the policy does about a decision; null leaves things as they are. */
export function onDecision(policy: Policy, kind: DecisionKind): Decided | null {
  const wanted = kind === 'reopen' ? undefined : policy.decision[kind];
  return wanted === undefined ? null : tried(policy, wanted, `a reviewer decided: ${kind}`);
}

function tried(policy: Policy, wanted: Disposition, reason: string): Decided {
  if (!policy['dry-run'] || wanted === 'released') return { disposition: wanted, reason };
  return {
    disposition: 'released',
    reason: `${reason}; it would be ${wanted}, but the policy only tries (dry-run)`,
  };
}
