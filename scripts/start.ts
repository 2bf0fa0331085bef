/** `npm start`: the service on its embedded database, with inert examples to try it on. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import picocolors from 'picocolors';
import { setUp } from '../src/http/accounts.ts';
import { startDemo } from './demo-server.ts';

const DATA = fileURLToPath(new URL('../.cache/demo', import.meta.url));
const ACCOUNT = { name: 'admin', password: 'lazaret on loopback' };
const COLOURS = { malicious: picocolors.red, suspicious: picocolors.yellow } as Record<
  string,
  (text: string) => string
>;

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

print(`Starting the service in ${path.relative(process.cwd(), DATA)} (the first time takes some seconds) …`);
const demo = await startDemo(DATA);
for (const { filename, verdict } of demo.screened) {
  const colour = COLOURS[verdict.verdict] ?? ((text) => text);
  print(`${colour(verdict.verdict.padEnd(12))} ${verdict.score.toFixed(3)}  ${filename}`);
}
if (demo.setupUrl !== null) {
  const secret = new URL(demo.setupUrl).searchParams.get('token') ?? '';
  await setUp(demo.service.database, { secret, ...ACCOUNT });
}
print();
print(
  `Review page   ${picocolors.bold(demo.url)}   sign in as ${ACCOUNT.name}, password “${ACCOUNT.password}”`,
);
print(`API           ${demo.url}api/v1/docs`);
print('It listens on this machine only. Ctrl-C ends it.');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    demo.close().then(() => process.exit(0));
  });
}
