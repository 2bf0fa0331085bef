/**
 * Memory while one large file is uploaded: `node bench/upload.ts [MiB]`. Starts `lazaret serve` without scans in a
 * process of its own on a temporary folder, streams bytes that do not compress to it as a form, as a bare body, and through
 * the upload gate, and prints the time and by how much the server's resident memory grew at most.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MIB = 1024 * 1024;
const mebibytes = Number(process.argv[2] ?? 600);
const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'lazaret-upload-'));
/** Nothing is released here, so that nothing is ever sent there. */
const GATE = {
  LAZARET_GATE_UPSTREAM: 'http://127.0.0.1:9/',
  LAZARET_GATE_PASSWORD: 'none',
  LAZARET_GATE_VERDICT_SECONDS: '0',
};
const BOUNDARY = 'lazaret-bench-boundary';

try {
  const token = await made('token', 'create', 'bench', '--role', 'administrator');
  const server = spawn(
    process.execPath,
    [cli, 'serve', '--data', folder, '--port', '0', '--processes', '0'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...GATE } },
  );
  try {
    const url = await listening(server.stdout);
    for (const kind of ['form', 'body', 'gate'] as const) {
      const before = rss(server.pid!);
      let most = before;
      const timer = setInterval(() => {
        most = Math.max(most, rss(server.pid!));
      }, 50);
      const started = performance.now();
      const answer = await upload(url, token, kind);
      clearInterval(timer);
      const seconds = (performance.now() - started) / 1000;
      print(
        `${kind}: ${mebibytes} MiB in ${seconds.toFixed(1)} s (${(mebibytes / seconds).toFixed(0)} MiB/s), ` +
          `answer ${answer}, memory ${mib(before)} → ${mib(most)} MiB at most (+${mib(most - before)})`,
      );
    }
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** First line that a command prints. */
async function made(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [cli, ...args, '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return text.trim();
}

function listening(stdout: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    // Read to the end: a server whose output nobody reads would stop.
    stdout.on('data', (chunk: Buffer) => {
      text += chunk;
      const url = /listens on (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    stdout.once('end', () => reject(new Error(`the server ended: ${text}`)));
  });
}

function upload(url: string, token: string, kind: 'form' | 'body' | 'gate'): Promise<number> {
  const fields = { ':action': 'file_upload', name: 'gate', version: '1' };
  const part = (name: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`;
  const form = `${part('file')}; filename="form-1.tar.gz"\r\n\r\n`;
  const before = Object.entries(fields).map(([name, value]) => `${part(name)}\r\n\r\n${value}\r\n`);
  const gate = `${before.join('')}${part('content')}; filename="gate-1.tar.gz"\r\n\r\n`;
  const head = { body: '', form, gate }[kind];
  const tail = kind === 'body' ? '' : `\r\n--${BOUNDARY}--\r\n`;
  const type = kind === 'body' ? 'application/octet-stream' : `multipart/form-data; boundary=${BOUNDARY}`;
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(kind === 'gate' ? 'legacy/' : 'api/v1/submissions?filename=body-1.tar.gz', url),
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': type,
          'content-length': head.length + mebibytes * MIB + tail.length,
        },
      },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode!));
      },
    ).once('error', reject);
    sent.write(head);
    let left = mebibytes;
    const more = (): void => {
      while (left > 0) {
        left -= 1;
        if (!sent.write(randomBytes(MIB))) {
          sent.once('drain', more);
          return;
        }
      }
      sent.end(tail);
    };
    more();
  });
}

/** Resident memory of a process in bytes, from `/proc`. */
function rss(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
