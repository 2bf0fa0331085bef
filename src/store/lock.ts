/**
 * A folder that one process has to itself. The embedded database has no lock of its own: two processes in one folder
 * destroy it.
 *
 * The lock is a file that names its holder, made by link(2), which one of several wins and which shows the file only
 * whole. It is never taken from a process that may live. A holder that ended is succeeded by whoever links
 * `lock.after-<its id>` first and then still finds everything as it was: one who had finished succeeding the same
 * holder would have put itself into the lock. So there is never a moment in which two could believe to have it.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import { LOCK_FILE_BYTES, SOCKET_PATH_BYTES } from '../service-limits.ts';
import { fateOf, ownIdentity, type ProcessIdentity } from './process-identity.ts';

export interface Lock {
  release(): Promise<void>;
}

interface Claim extends ProcessIdentity {
  id: string;
  /** Socket in the folder that accepts while the holder lives, for those who cannot see its process; or null. */
  socket: string | null;
}

/**
 * Takes a folder, made when absent. @throws InfrastructureError `database-held` while another process has it
 */
export async function lockFolder(folder: string): Promise<Lock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  const mine = path.join(folder, `lock.claim-${id}`);
  const server = await answer(path.join(folder, `lock.socket-${id}`));
  try {
    const socket = server === null ? null : `lock.socket-${id}`;
    const claim: Claim = { id, socket, ...(await ownIdentity()) };
    await writeFile(mine, JSON.stringify(claim), { mode: 0o600, flag: 'wx' });
    while (!(await take(folder, mine, id)));
  } catch (error) {
    server?.close();
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
  await tidy(folder, id);
  return {
    release: async () => {
      if ((await readClaim(path.join(folder, 'lock')))?.id === id) await rm(path.join(folder, 'lock'));
      server?.close();
    },
  };
}

/** One try; false when others were at work meanwhile and it has to be repeated. */
async function take(folder: string, mine: string, id: string): Promise<boolean> {
  const lock = path.join(folder, 'lock');
  const ended: { place: string; id: string }[] = [];
  let place = lock;
  while (!(await linked(mine, place))) {
    const holder = await readClaim(place);
    if (holder === null) return false;
    if (await mayLive(folder, holder)) throw held(folder, holder);
    ended.push({ place, id: holder.id });
    place = path.join(folder, `lock.after-${holder.id}`);
  }
  if (ended.length === 0) return true;
  for (const { place: before, id: same } of ended) {
    if ((await readClaim(before))?.id === same) continue;
    await rm(place, { force: true });
    return false;
  }
  await rename(place, lock);
  return (await readClaim(lock))?.id === id;
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when there is none. @throws InfrastructureError `database-held` when it is no claim: nobody knows whose it is */
async function readClaim(place: string): Promise<Claim | null> {
  const text = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const claim = text.length > LOCK_FILE_BYTES ? null : parsed(text);
  if (claim !== null) return claim;
  throw new InfrastructureError(
    'database-held',
    `${place} is damaged; delete it when nothing uses the folder`,
  );
}

function parsed(text: string): Claim | null {
  try {
    const claim = JSON.parse(text) as Claim;
    const names = [claim.id, ...(claim.socket === null ? [] : [claim.socket])];
    return names.every((name) => /^[\w.-]{1,80}$/.test(name)) && Number.isInteger(claim.pid) ? claim : null;
  } catch {
    return null;
  }
}

async function mayLive(folder: string, claim: Claim): Promise<boolean> {
  const fate = await fateOf(claim);
  if (fate !== 'unknown') return fate === 'runs';
  const { boot } = await ownIdentity();
  // A process of another container on this machine answers on its socket, if it has one.
  if (claim.socket === null || boot === null || claim.boot !== boot) return true;
  return accepts(path.join(folder, claim.socket));
}

function held(folder: string, { pid, host }: Claim): InfrastructureError {
  const lock = path.join(folder, 'lock');
  const message = `the database in ${folder} is in use by process ${pid} on ${host}; if that is gone for good, delete ${lock}`;
  return new InfrastructureError('database-held', message, { retryable: true });
}

/** Accepts on a socket for as long as the process lives; null where the file system or the path's length forbids it. */
async function answer(place: string): Promise<Server | null> {
  if (Buffer.byteLength(place) > SOCKET_PATH_BYTES) return null;
  const server = createServer((socket) => socket.destroy()).unref();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null)).listen(place, () => resolve(server));
  });
}

/** The kernel accepts even while the holder is busy. What refuses or is gone has ended; anything else may live. */
async function accepts(place: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

/** Removes what those who ended have left. Whoever is at work on it finds out and tries again. */
async function tidy(folder: string, id: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, kind, owner] = /^lock\.(after|claim|socket)-(.+)$/.exec(name) ?? [];
    if (kind === undefined || owner === id) continue;
    const place = path.join(folder, name);
    const gone =
      kind === 'socket'
        ? !(await accepts(place))
        : await readClaim(place).then(
            async (claim) => claim === null || !(await mayLive(folder, claim)),
            () => true,
          );
    if (gone) await rm(place, { force: true });
  }
}
