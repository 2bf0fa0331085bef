/** What changes accounts: used by the API, the pages and the command line alike. */
import type { Actor, Role } from '../contracts/service.ts';
import { recordAudit } from '../store/audit.ts';
import type { Database, Db } from '../store/database.ts';
import { createLink, takeLink } from '../store/links.ts';
import { revokeSessionsOf } from '../store/sessions.ts';
import {
  countAdministrators,
  createUser,
  findUser,
  lockUsers,
  type User,
  updateUser,
  userById,
} from '../store/users.ts';
import { hashPassword } from './password.ts';
import { badRequest, conflict, notFound, Problem } from './problem.ts';

/** Letters, digits and a few signs: it stands in logs and lists. */
const NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** Adds an account without a password. @throws Problem when the name is taken or is none */
export async function addUser(
  { db }: Database,
  { name, role, actor }: { name: string; role: Role; actor: Actor },
): Promise<User> {
  if (!NAME.test(name)) throw badRequest('A name is up to 64 letters, digits and . _ @ -.');
  return db.transaction(async (tx) => {
    const user = await createUser(tx, { name, role, passwordHash: null });
    if (user === null) throw conflict(`There is an account ${name} already.`);
    await recordAudit(tx, actor, 'user.create', `user:${user.id}`, { name, role });
    return user;
  });
}

/** Changes role or state; whoever is signed in with it has to sign in again. */
export async function changeUser(
  { db }: Database,
  id: number,
  change: { role?: Role; disabled?: boolean },
  actor: Actor,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockUsers(tx);
    const user = await userById(tx, id);
    if (user === null) throw notFound('account');
    await updateUser(tx, id, change);
    const demoted = change.disabled === true || (change.role ?? user.role) !== 'administrator';
    if (user.role === 'administrator' && demoted && (await countAdministrators(tx)) === 0) {
      throw conflict('Nobody would be left to administrate.');
    }
    await revokeSessionsOf(tx, id);
    await recordAudit(tx, actor, 'user.change', `user:${id}`, { ...change });
  });
}

/** Sets a password and ends the sessions of its account. */
export async function setPassword(
  { db }: Database,
  id: number,
  password: string,
  actor: Actor,
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await db.transaction((tx) => writePassword(tx, id, passwordHash, actor));
}

async function writePassword(tx: Db, id: number, passwordHash: string, actor: Actor): Promise<void> {
  await updateUser(tx, id, { passwordHash });
  await revokeSessionsOf(tx, id);
  await recordAudit(tx, actor, 'user.password', `user:${id}`);
}

/** A link with which somebody chooses the password of an account. */
export async function passwordLink({ db }: Database, id: number, actor: Actor): Promise<string> {
  return db.transaction(async (tx) => {
    if ((await userById(tx, id)) === null) throw notFound('account');
    await recordAudit(tx, actor, 'user.password-link', `user:${id}`);
    return createLink(tx, 'password', id);
  });
}

/** The one link of a new service; null when there is an administrator already. */
export async function setupLink({ db }: Database): Promise<string | null> {
  return db.transaction(async (tx) => {
    if ((await countAdministrators(tx)) > 0) return null;
    return createLink(tx, 'setup', null);
  });
}

/** Makes the first administrator. @throws Problem 403 when the link does not work, 409 when there is one */
export async function setUp(
  { db }: Database,
  { secret, name, password }: { secret: string; name: string; password: string },
): Promise<User> {
  if (!NAME.test(name)) throw badRequest('A name is up to 64 letters, digits and . _ @ -.');
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await lockUsers(tx);
    if ((await takeLink(tx, secret, 'setup')) === null) throw deadLink();
    if ((await countAdministrators(tx)) > 0) throw conflict('There is an administrator already.');
    const user =
      (await createUser(tx, { name, role: 'administrator', passwordHash })) ??
      (await promoted(tx, name, passwordHash));
    await recordAudit(tx, 'setup', 'user.create', `user:${user.id}`, { name, role: 'administrator' });
    return user;
  });
}

/** An account of that name from before, without a password or disabled. */
async function promoted(tx: Db, name: string, passwordHash: string): Promise<User> {
  const user = (await findUser(tx, name))!;
  await updateUser(tx, user.id, { role: 'administrator', passwordHash, disabled: false });
  return user;
}

/** Chooses a password by link. @throws Problem 403 when the link does not work */
export async function choosePassword(
  { db }: Database,
  { secret, password }: { secret: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const link = await takeLink(tx, secret, 'password');
    if (link?.userId == null) throw deadLink();
    await writePassword(tx, link.userId, passwordHash, `user:${link.userId}`);
  });
}

function deadLink(): Problem {
  return new Problem(403, 'Forbidden', 'This link has been used, has expired or never was.');
}
