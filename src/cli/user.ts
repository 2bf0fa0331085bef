import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../contracts/service.ts';
import type { Database } from '../store/database.ts';
import { addDatabaseOptions, type DatabaseFlags, withDatabase } from './database-options.ts';
import { UsageError } from './exit-codes.ts';

interface PasswordFlags extends DatabaseFlags {
  passwordStdin: boolean;
}

interface AddFlags extends PasswordFlags {
  role: Role;
}

/** Who did it, in the audit log: whoever may run commands on this machine. */
const ACTOR = 'command-line';

const PASSWORD_OPTION = ['--password-stdin', 'read the password from standard input', false] as const;

export function addUser(program: Command): void {
  const user = program.command('user').description('accounts of people who use the service');
  addDatabaseOptions(user.command('add').description('add an account; prints a link to choose its password'))
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option(...PASSWORD_OPTION)
    .action(add);
  addDatabaseOptions(user.command('password').description('print a link to choose a new password'))
    .argument('<name>')
    .option(...PASSWORD_OPTION)
    .action(password);
  addDatabaseOptions(user.command('disable').description('let nobody in by an account any more'))
    .argument('<name>')
    .action((name: string, flags: DatabaseFlags) => switchTo(name, flags, true));
  addDatabaseOptions(user.command('enable').description('let an account in again'))
    .argument('<name>')
    .action((name: string, flags: DatabaseFlags) => switchTo(name, flags, false));
  addDatabaseOptions(
    user.command('reset-second-factor').description('turn off the second factor of somebody who has lost it'),
  )
    .argument('<name>')
    .action(resetSecondFactor);
  addDatabaseOptions(user.command('list').description('every account')).action(list);
}

async function add(name: string, flags: AddFlags): Promise<void> {
  const { addUser: create } = await import('../http/accounts.ts');
  await told(flags, async (database, base) => {
    const { id } = await create(database, { name, role: flags.role, actor: ACTOR });
    await choose(database, id, flags, base);
  });
}

async function password(name: string, flags: PasswordFlags): Promise<void> {
  await told(flags, async (database, base) => choose(database, await idOf(database, name), flags, base));
}

async function switchTo(name: string, flags: DatabaseFlags, disabled: boolean): Promise<void> {
  const { changeUser } = await import('../http/accounts.ts');
  await told(flags, async (database) =>
    changeUser(database, await idOf(database, name), { disabled }, ACTOR),
  );
}

async function resetSecondFactor(name: string, flags: DatabaseFlags): Promise<void> {
  const { turnOff } = await import('../http/second-factor.ts');
  await told(flags, async (database) => {
    const removed = await turnOff(database, await idOf(database, name), ACTOR);
    if (!removed) throw new UsageError(`${name} has no second factor`);
  });
}

async function list(flags: DatabaseFlags): Promise<void> {
  const { listUsers } = await import('../store/users.ts');
  for (const { name, role, hasPassword, disabledAt } of await withDatabase(flags, ({ db }) =>
    listUsers(db),
  )) {
    const state = disabledAt !== null ? 'disabled' : hasPassword ? 'active' : 'no password yet';
    process.stdout.write(`${name}\t${role}\t${state}\n`);
  }
}

/** Sets the password that was given, or prints where its owner sets it. */
async function choose(database: Database, id: number, flags: PasswordFlags, base: string): Promise<void> {
  const { passwordLink, setPassword } = await import('../http/accounts.ts');
  if (flags.passwordStdin) return setPassword(database, id, await firstLine(), ACTOR);
  const { linkTo } = await import('../http/pages.ts');
  process.stdout.write(`${linkTo(base, 'password', await passwordLink(database, id, ACTOR))}\n`);
}

async function idOf({ db }: Database, name: string): Promise<number> {
  const { findUser } = await import('../store/users.ts');
  const user = await findUser(db, name);
  if (user === null) throw new UsageError(`there is no account ${name}`);
  return user.id;
}

/** What the service would answer with a problem document is a mistake in the command here. */
async function told(
  flags: DatabaseFlags,
  use: (database: Database, base: string) => Promise<void>,
): Promise<void> {
  const [{ Problem }, { addressOf }] = await Promise.all([
    import('../http/problem.ts'),
    import('../serve/config.ts'),
  ]);
  try {
    await withDatabase(flags, (database, config) => use(database, addressOf(config)));
  } catch (error) {
    throw error instanceof Problem ? new UsageError(error.message) : error;
  }
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new UsageError('there is no password on standard input');
}
