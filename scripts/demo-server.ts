/** The whole service on its embedded database, with something in the queue. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordedVerdict } from '../src/contracts/service.ts';
import { submit } from '../src/jobs/submit.ts';
import { readConfig } from '../src/serve/config.ts';
import { type RunningServer, startServer } from '../src/serve/serve.ts';
import { demoUploads } from './demo-uploads.ts';

/** Milliseconds for one verdict; the first one waits for its scan process. */
const VERDICT_MS = 120_000;

export interface Demo extends RunningServer {
  /** What was screened, in order. */
  screened: { filename: string; submission: string; verdict: RecordedVerdict }[];
}

/** @param data folder for everything it keeps @param flags settings that win over those of the demo */
export async function startDemo(data: string, flags: Record<string, unknown> = {}): Promise<Demo> {
  mkdirSync(data, { recursive: true });
  const policy = path.join(data, 'policy.toml');
  writeFileSync(policy, '# What is suspicious waits for a reviewer.\ndry-run = false\nexplain = "line"\n');
  const config = await readConfig({
    env: process.env,
    flags: { data, policy, 'scan.processes': 2, 'log.level': 'error', ...flags },
  });
  const server = await startServer(config);
  const screened: Demo['screened'] = [];
  for (const { filename, bytes } of demoUploads()) {
    const staged = await server.service.vault.stage(
      (async function* () {
        yield bytes;
      })(),
      bytes.byteLength,
    );
    const claims = { uploader: 'demo', url: null, project: null, version: null };
    const { id } = await submit(server.service, staged, { filename, source: 'api', ...claims });
    const verdict = await server.service.verdicts.wait(staged.sha256, VERDICT_MS);
    if (verdict === null) throw new Error(`${filename} was not screened in time`);
    screened.push({ filename, submission: id, verdict });
  }
  return { ...server, screened };
}
