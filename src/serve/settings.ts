/** What an operator may set, with the defaults of one machine. `docs/operating.md` explains every one of them. */
import { z } from 'zod';
import { ROLES } from '../contracts/service.ts';
import { DISTRIBUTION_BYTES } from '../limits.ts';
import { READERS, UNKNOWN_POLICIES } from '../proxy/options.ts';
import {
  GATE_VERDICT_MS,
  HTTP_UPLOADS,
  PROXY_BUDGET_MS,
  REQUESTS_PER_MINUTE,
  SIGN_INS_PER_MINUTE,
} from '../service-limits.ts';
import { FEED_KINDS } from '../watch/start.ts';

const httpUrl = z.url({ protocol: /^https?$/ });

const ROLE_OF_VALUE = new RegExp(`^.+=(?:${ROLES.join('|')})$`);

const listen = z.strictObject({
  /** Address to listen on. Anything but loopback needs an account or a token to exist. */
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free one. */
  port: z.int().min(0).max(65_535).default(8321),
  /** Addresses or networks of reverse proxies whose `X-Forwarded-*` headers are believed. */
  'trusted-proxies': z.array(z.string().min(1)).default([]),
});

const scan = z.strictObject({
  /** Scans at a time inside this process; 0 when `lazaret worker` runs elsewhere. */
  processes: z.int().min(0).max(256).default(1),
});

const limits = z.strictObject({
  /** Bytes of one uploaded file. */
  'upload-bytes': z.int().min(1).max(DISTRIBUTION_BYTES).default(DISTRIBUTION_BYTES),
  /** Uploads that are received at the same time; further ones are told to come back. */
  uploads: z.int().min(1).default(HTTP_UPLOADS),
  /** Requests in a minute of one token, account or, without either, address. */
  'requests-per-minute': z.int().min(1).default(REQUESTS_PER_MINUTE),
  /** Attempts to sign in, and wrong tokens, in a minute of one address. */
  'sign-ins-per-minute': z.int().min(1).default(SIGN_INS_PER_MINUTE),
});

const fetching = z.strictObject({
  /** Hosts (`host` or `host:port`) that may be fetched from although they are private or on another port. */
  allow: z.array(z.string().min(1)).default([]),
});

const log = z.strictObject({
  level: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

const metrics = z.strictObject({
  /** Whether `/metrics` answers without a token. */
  public: z.boolean().default(false),
});

const accounts = z.strictObject({
  /** Roles whose people do not get in with a password alone. */
  'second-factor': z.array(z.enum(ROLES)).default([]),
});

const oidc = z
  .strictObject({
    /** OpenID Connect provider that people may sign in with; without one there is none. */
    issuer: httpUrl.optional(),
    'client-id': z.string().min(1).optional(),
    'client-secret': z.string().min(1).optional(),
    /** What the button on the sign-in page says. */
    label: z.string().min(1).max(60).default('Single sign-on'),
    /** Claim that is the name of the account. */
    'name-claim': z.string().min(1).default('preferred_username'),
    /** Claim whose value or values give the role, by `roles`. */
    'role-claim': z.string().min(1).default('groups'),
    /** `VALUE=ROLE` each; without any, roles are given here. */
    roles: z.array(z.string().regex(ROLE_OF_VALUE, 'is VALUE=ROLE')).default([]),
    /** Whether an account is made at the first sign-in, or only names that are known get in. */
    accounts: z.enum(['known', 'create']).default('known'),
  })
  .refine((given) => !given.issuer || (given['client-id'] && given['client-secret']), {
    error: 'a provider needs client-id and client-secret',
  })
  .refine(({ accounts, roles }) => accounts === 'known' || roles.length > 0, {
    error: 'accounts are created with the roles that `roles` gives',
  });

const watch = z
  .strictObject({
    /** How an index is followed. */
    feed: z.enum(FEED_KINDS).optional(),
    /** Address of the RSS feed, of the XML-RPC endpoint, or of the simple index, by `feed`. */
    url: httpUrl.optional(),
    /** Root of the simple index that the files are found on. */
    index: httpUrl.optional(),
    /** Seconds between two looks at the feed. */
    'interval-seconds': z.int().min(5).default(60),
    /** Folder whose distributions are submitted. */
    folder: z.string().min(1).optional(),
  })
  .refine(
    ({ feed, url, index }) =>
      (feed === undefined) === (url === undefined) && (feed === undefined || index !== undefined),
    { error: 'an index is followed with feed, url and index together' },
  );

const proxy = z.strictObject({
  /** Root of the simple index behind the proxy, perhaps with `user:password@`; without it there is no proxy. */
  upstream: httpUrl.optional(),
  /** What happens to a file that nobody has screened yet. */
  unknown: z.enum(UNKNOWN_POLICIES).default('wait'),
  /** Seconds a download waits for fetch and screening. */
  'wait-seconds': z
    .number()
    .min(0)
    .max(600)
    .default(PROXY_BUDGET_MS / 1000),
  /** Who may read: anyone who reaches it, or whoever has a token. */
  readers: z.enum(READERS).default('anyone'),
});

const gate = z
  .strictObject({
    /** Upload address of the index behind; without one there is no gate. */
    upstream: httpUrl.optional(),
    /** What the gate itself uploads with. */
    username: z.string().min(1).default('__token__'),
    password: z.string().min(1).optional(),
    /** Whether uploaders may send their own password for the index along. */
    'pass-through': z.boolean().default(false),
    /** What an uploader is told of something held: accepted (200) or refused (403). */
    withheld: z.enum(['accept', 'refuse']).default('refuse'),
    /** Seconds an upload waits for its verdict. */
    'verdict-seconds': z
      .number()
      .min(0)
      .max(600)
      .default(GATE_VERDICT_MS / 1000),
  })
  .refine((gate) => gate.upstream === undefined || gate.password !== undefined || gate['pass-through'], {
    error: 'the gate needs a password for the index behind, or pass-through',
  });

const mail = z.strictObject({
  /** Sender of messages; the server itself is in `LAZARET_SMTP_URL`. */
  from: z.string().min(3).default('lazaret@localhost'),
});

const backup = z.strictObject({
  /** Hours between two backups of the embedded database; 0 for none. */
  hours: z.number().min(0).max(8760).default(24),
  /** How many are kept, the newest. */
  keep: z.int().min(1).max(10_000).default(7),
  /** Where they are kept; a folder below `data` unless given. Better on another disk. */
  folder: z.string().min(1).optional(),
});

/** The configuration file as it is written: every key may be left out. */
export const SETTINGS = z.strictObject({
  /** Folder of everything that is not placed elsewhere. */
  data: z.string().min(1).default('lazaret-data'),
  /** `postgres://…` or `pglite:FOLDER`; a folder below `data` unless given. */
  database: z.string().min(1).optional(),
  /** Folder of the samples; below `data` unless given. */
  vault: z.string().min(1).optional(),
  /** Where people reach this service, when that is not where it listens. */
  'public-url': httpUrl.optional(),
  /** Policy file; nothing is withheld without one. */
  policy: z.string().min(1).optional(),
  listen: listen.prefault({}),
  scan: scan.prefault({}),
  limits: limits.prefault({}),
  accounts: accounts.prefault({}),
  oidc: oidc.prefault({}),
  fetch: fetching.prefault({}),
  proxy: proxy.prefault({}),
  gate: gate.prefault({}),
  watch: watch.prefault({}),
  mail: mail.prefault({}),
  backup: backup.prefault({}),
  log: log.prefault({}),
  metrics: metrics.prefault({}),
});

export type Settings = z.infer<typeof SETTINGS>;

/** One setting that holds no others, and how its text is read. */
export interface Leaf {
  /** Its place in the file, e.g. `['listen', 'port']`. */
  path: readonly string[];
  /** Its environment variable, e.g. `LAZARET_LISTEN_PORT`. */
  variable: string;
  kind: 'text' | 'number' | 'boolean' | 'list';
}

/** Every setting, in the order of the file. */
export function leaves(shape: z.ZodType = SETTINGS, path: readonly string[] = []): Leaf[] {
  const inner = bare(shape);
  if (inner instanceof z.ZodObject) {
    return Object.entries<z.ZodType>(inner.shape).flatMap(([key, value]) => leaves(value, [...path, key]));
  }
  const variable = `LAZARET_${path.join('_').replaceAll('-', '_').toUpperCase()}`;
  return [{ path, variable, kind: kindOf(inner) }];
}

/** Without what says that it may be absent. */
function bare(shape: z.ZodType): z.ZodType {
  if (shape instanceof z.ZodOptional || shape instanceof z.ZodDefault || shape instanceof z.ZodPrefault)
    return bare(shape.unwrap() as z.ZodType);
  return shape;
}

function kindOf(shape: z.ZodType): Leaf['kind'] {
  if (shape instanceof z.ZodNumber) return 'number';
  if (shape instanceof z.ZodBoolean) return 'boolean';
  return shape instanceof z.ZodArray ? 'list' : 'text';
}
