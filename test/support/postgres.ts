/**
 * A PostgreSQL server of a test's own, from the machine's programs: a cluster in a temporary folder, on a socket there
 * and a port of the loopback address. The programs are looked for in LAZARET_POSTGRES_BIN, in Debian's places, and
 * beside `postgres` on the PATH.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const START_MS = 60_000;
const DEBIAN = '/usr/lib/postgresql';

export interface PostgresServer {
  /** The database `lazaret`, which is empty at first. */
  readonly url: string;
  /** Folder of the cluster; `log` in it is what the server said. */
  readonly folder: string;
  /** Makes another empty database and returns its URL. */
  createDatabase(name?: string): Promise<string>;
  /** Starts again after `stop` or `kill`; resolves when it takes connections. */
  start(): Promise<void>;
  /** Shuts down in order; connections are ended. */
  stop(): Promise<void>;
  /** As a crash: nothing is written any more, the next start recovers from the log. */
  kill(): Promise<void>;
  /** `stop` and `start`. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
}

/** Why tests with a server cannot run here, or false: for `{ skip: postgresAbsent }`. */
export const postgresAbsent: string | false = absent();

function absent(): string | false {
  if (programs() === null) return 'PostgreSQL is not installed (Debian: apt-get install postgresql)';
  return process.getuid?.() === 0 && account() === null ? 'as root, a user `postgres` is needed' : false;
}

/** Folder with `initdb` and `postgres`, the newest version's. */
function programs(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const named = process.env.LAZARET_POSTGRES_BIN;
  const folders = [
    ...(named === undefined ? [] : [named]),
    ...debian.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return (
    folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(`${folder}/${name}`))) ?? null
  );
}

/** The server refuses to run as root; Debian's package makes this user. */
function account(): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : null;
  });
  return uid == null || gid == null ? null : { uid, gid };
}

export interface PostgresOptions {
  /** False where a test bears to lose what the operating system had not written; true unless given. */
  fsync?: boolean;
  /** Further settings of the server, e.g. `{ max_connections: '20' }`. */
  settings?: Record<string, string>;
}

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lazaret-pg-'));
  const cluster = new Cluster(folder, await freePort(), options);
  try {
    await cluster.create();
    await cluster.start();
    const url = await cluster.createDatabase('lazaret');
    return {
      url,
      folder,
      createDatabase: (name) => cluster.createDatabase(name),
      start: () => cluster.start(),
      stop: () => cluster.end('SIGINT'),
      kill: () => cluster.end('SIGKILL'),
      restart: async () => {
        await cluster.end('SIGINT');
        await cluster.start();
      },
      close: () => cluster.remove(),
    };
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

class Cluster {
  readonly #folder: string;
  readonly #port: number;
  readonly #options: PostgresOptions;
  readonly #password = randomBytes(16).toString('hex');
  readonly #user = process.getuid?.() === 0 ? account() : null;
  #server: ChildProcess | null = null;
  #databases = 0;

  constructor(folder: string, port: number, options: PostgresOptions) {
    this.#folder = folder;
    this.#port = port;
    this.#options = options;
    process.once('exit', this.#endWithTest);
  }

  readonly #endWithTest = (): void => void this.#server?.kill('SIGQUIT');

  async create(): Promise<void> {
    const secret = path.join(this.#folder, 'password');
    await writeFile(secret, this.#password, { mode: 0o600 });
    if (this.#user !== null) {
      for (const place of [this.#folder, secret]) chownSync(place, this.#user.uid, this.#user.gid);
    }
    const args = ['-D', this.#data, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256'];
    const run = spawn(`${programs()}/initdb`, [...args, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], {
      ...this.#user,
      cwd: this.#folder,
      stdio: ['ignore', this.#log, this.#log],
    });
    const [code] = await once(run, 'exit');
    if (code !== 0) throw this.#failure('initdb failed');
  }

  get #data(): string {
    return path.join(this.#folder, 'data');
  }

  get #log(): number {
    return openSync(path.join(this.#folder, 'log'), 'a');
  }

  #failure(what: string): Error {
    return new Error(`${what}: ${readFileSync(path.join(this.#folder, 'log'), 'utf8').slice(-2000)}`);
  }

  #url(database: string): string {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.#port}/${database}`;
  }

  /** A server that was killed leaves its memory to processes that end a moment later: a start may have to be repeated. */
  async start(): Promise<void> {
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      const server = (this.#server ??= this.#spawn());
      if (await this.#answers()) return;
      if (server.exitCode !== null || server.signalCode !== null) this.#server = null;
      await sleep(50);
    }
    throw this.#failure('the server does not start');
  }

  #spawn(): ChildProcess {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.#port),
      unix_socket_directories: this.#folder,
      fsync: this.#options.fsync === false ? 'off' : 'on',
      shared_buffers: '32MB',
      ...this.#options.settings,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = this.#log;
    // The kernel ends the server when this process has died without ending it.
    const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync);
    const command = [`${programs()}/postgres`, '-D', this.#data, ...args];
    const [program, ...rest] = setpriv === undefined ? command : [setpriv, '--pdeathsig', 'QUIT', ...command];
    return spawn(program!, rest, { ...this.#user, cwd: this.#folder, stdio: ['ignore', log, log] });
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.#url('postgres') });
    client.on('error', () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  }

  async createDatabase(name = `test_${++this.#databases}`): Promise<string> {
    const client = new pg.Client({ connectionString: this.#url('postgres') });
    await client.connect();
    await client.query(`create database ${client.escapeIdentifier(name)}`).finally(() => client.end());
    return this.#url(name);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    process.off('exit', this.#endWithTest);
    await this.end('SIGQUIT');
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
