/** Python clients and index servers, as `.ci/python-tools` installs them, for tests against the real thing. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type PythonTool =
  | 'twine'
  | 'uv'
  | 'pip'
  | 'poetry'
  | 'flit'
  | 'hatch'
  | 'pypi-server'
  | 'devpi-server'
  | 'devpi-init'
  | 'moto_server';

const CACHED = fileURLToPath(new URL('../../.cache/python-tools/bin', import.meta.url));

/**
 * Where a tool is: in the folder that LAZARET_PYTHON_TOOLS names, else among those that `.ci/python-tools` installed,
 * else on the PATH. Null when it is nowhere.
 */
export function findTool(tool: PythonTool): string | null {
  const folders = [process.env.LAZARET_PYTHON_TOOLS ?? '', CACHED, ...(process.env.PATH ?? '').split(':')];
  const places = folders.filter((folder) => folder !== '').map((folder) => path.join(folder, tool));
  return places.find((place) => existsSync(place)) ?? null;
}

/** For `describe`'s options: skips with a message when one of the tools is nowhere, else runs. */
export function unlessMissing(...tools: PythonTool[]): { skip: string | false } {
  const missing = tools.filter((tool) => findTool(tool) === null);
  return { skip: missing.length > 0 && `not installed: ${missing.join(', ')}; see .ci/python-tools` };
}

export interface ToolOutcome {
  code: number | null;
  /** Standard output and standard error, in the order they came. */
  output: string;
}

export interface ToolOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Milliseconds before it is killed; a minute unless given. */
  timeout?: number;
}

/** Runs a tool to its end with an environment that has nothing of this machine's: no proxy, index, keyring, settings. */
export async function runTool(
  tool: PythonTool,
  args: string[],
  options: ToolOptions = {},
): Promise<ToolOutcome> {
  const home = await mkdtemp(path.join(tmpdir(), 'lazaret-home-'));
  try {
    return await finished(start(tool, args, home, options));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function start(tool: PythonTool, args: string[], home: string, { cwd, env, timeout }: ToolOptions) {
  const place = findTool(tool);
  if (place === null) throw new Error(`${tool} is not installed`);
  return spawn(place, args, {
    cwd: cwd ?? home,
    env: { ...plainEnvironment(home), PATH: `${path.dirname(place)}:/usr/bin:/bin`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeout ?? 60_000,
    killSignal: 'SIGKILL',
  });
}

/** Wide and colourless, so that lines of output can be compared. */
function plainEnvironment(home: string): Record<string, string> {
  return {
    HOME: home,
    LANG: 'C.UTF-8',
    COLUMNS: '1000',
    TERM: 'dumb',
    NO_COLOR: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    UV_NO_CONFIG: '1',
    UV_NO_PROGRESS: '1',
    UV_KEYRING_PROVIDER: 'disabled',
  };
}

async function finished(child: ReturnType<typeof start>): Promise<ToolOutcome> {
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

export interface ToolServer {
  /** `http://127.0.0.1:<port>/` */
  url: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Starts a server on a free loopback port and waits until it answers.
 * @param argsFor its arguments, the port being known
 * @param home folder of its own, which the caller removes
 */
export async function startToolServer(
  tool: PythonTool,
  home: string,
  argsFor: (port: number) => string[],
): Promise<ToolServer> {
  const port = await freePort();
  const child = start(tool, argsFor(port), home, { timeout: 600_000 });
  const ended = finished(child);
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const url = `http://127.0.0.1:${port}/`;
  try {
    await answers(url, ended);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, port, close };
}

/** pypiserver: an index in a folder that anybody may upload to and nothing is ever replaced in. */
export function startPypiserver(folder: string): Promise<ToolServer> {
  return startToolServer('pypi-server', folder, (port) => {
    const open = ['--authenticate', '.', '--passwords', '.', '--disable-fallback'];
    return ['run', '--interface', '127.0.0.1', '--port', `${port}`, ...open, folder];
  });
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string, ended: Promise<ToolOutcome>): Promise<void> {
  let outcome: ToolOutcome | null = null;
  void ended.then((found) => {
    outcome = found;
  });
  const until = Date.now() + 120_000;
  while (Date.now() < until && outcome === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return answer.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server does not answer: ${JSON.stringify(outcome)}`);
}
