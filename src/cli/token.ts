import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../contracts/service.ts';
import { visible } from '../report/visible.ts';
import { addDatabaseOptions, type DatabaseFlags, withDatabase } from './database-options.ts';
import { UsageError } from './exit-codes.ts';
import { positiveInteger } from './option-types.ts';

interface CreateFlags extends DatabaseFlags {
  role: Role;
  uploader?: string;
  days: number;
  never: boolean;
}

const DAY_MS = 86_400_000;
/** Who did it, in the audit log: whoever may run commands on this machine. */
const ACTOR = 'command-line';

export function addToken(program: Command): void {
  const token = program.command('token').description('tokens of programs that use the service');
  addDatabaseOptions(token.command('create').description('make a token and print it, this once'))
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--uploader <account>', 'account that uploads with it are counted to')
    .option('--days <n>', 'days until it expires', positiveInteger, 365)
    .option('--never', 'it does not expire', false)
    .action(create);
  addDatabaseOptions(token.command('list').description('every token, without its secret')).action(list);
  addDatabaseOptions(token.command('revoke').description('let nobody in by a token any more'))
    .argument('<id>', 'as the list names it', positiveInteger)
    .action(revoke);
}

async function create(name: string, flags: CreateFlags): Promise<void> {
  const [{ createToken }, { recordAudit }] = await storeParts();
  const { role, uploader = null, days, never } = flags;
  const secret = await withDatabase(flags, ({ db }) =>
    db.transaction(async (tx) => {
      const expiresAt = never ? null : new Date(Date.now() + days * DAY_MS);
      const made = await createToken(tx, { name, role, uploader, actor: ACTOR, expiresAt });
      await recordAudit(tx, ACTOR, 'token.create', `token:${made.id}`, { name, role, uploader });
      return made.secret;
    }),
  );
  process.stdout.write(`${secret}\n`);
}

async function list(flags: DatabaseFlags): Promise<void> {
  const [{ listTokens }] = await storeParts();
  const tokens = await withDatabase(flags, ({ db }) => listTokens(db));
  for (const { id, prefix, role, name, expiresAt, revokedAt } of tokens) {
    const state = stateOf(expiresAt, revokedAt);
    process.stdout.write(`${id}\t${prefix}…\t${role}\t${state}\t${visible(name)}\n`);
  }
}

function stateOf(expiresAt: Date | null, revokedAt: Date | null): string {
  if (revokedAt !== null) return `revoked ${day(revokedAt)}`;
  if (expiresAt === null) return 'does not expire';
  return expiresAt.getTime() < Date.now() ? `expired ${day(expiresAt)}` : `until ${day(expiresAt)}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

async function revoke(id: number, flags: DatabaseFlags): Promise<void> {
  const [{ revokeToken }, { recordAudit }] = await storeParts();
  await withDatabase(flags, ({ db }) =>
    db.transaction(async (tx) => {
      if (!(await revokeToken(tx, id))) throw new UsageError(`no valid token has the id ${id}`);
      await recordAudit(tx, ACTOR, 'token.revoke', `token:${id}`);
    }),
  );
}

/** Loaded only when a command needs them. */
function storeParts() {
  return Promise.all([import('../store/tokens.ts'), import('../store/audit.ts')]);
}
