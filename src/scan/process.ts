/**
 * Process entry. Runs without environment, without rights to write, to start programs or to read outside of the
 * engine's own files; the work is done in a thread of it, whose heap and stack have limits, while this one watches the
 * memory of both.
 */
import { once } from 'node:events';
import { MIB, PROCESS_WATCH_MS, SCAN_OWN_TIME } from '../limits.ts';
import { outOfMemory } from './failure.ts';
import { Lane } from './lane.ts';
import { WORKER } from './pool.ts';
import type {
  ProcessMessage,
  ProcessReply,
  ProcessRequest,
  ProcessSettings,
  SampleHead,
} from './process-protocol.ts';

const { rssMib, ...settings } = JSON.parse(process.argv[2]!) as ProcessSettings;
const lane = new Lane({ ...settings, script: WORKER });

// Whoever started this process decides when it ends, also when a terminal or a supervisor signals the whole group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
process.on('message', (request: ProcessRequest) => void perform(request).then(reply));
setInterval(watchMemory, PROCESS_WATCH_MS).unref();
process.send?.('ready' satisfies ProcessMessage);

async function perform(request: ProcessRequest): Promise<ProcessReply['outcome']> {
  const deadline = Date.now() + settings.timeoutMs * SCAN_OWN_TIME;
  if (request.task === 'rescore') return lane.perform({ ...request, deadline });
  const { target, filename, bytes } = request.job;
  const content = { bytes: await receive(bytes) };
  if (request.task === 'inspect') {
    const { path } = request.job;
    return lane.perform({ task: 'inspect', job: { target, filename, content, path }, deadline });
  }
  return lane.perform({ task: 'screen', job: { target, filename, content }, deadline });
}

/** The bytes that follow a request; nothing else is sent before its reply. */
async function receive(size: SampleHead['bytes']): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  for (let have = 0; have < size; ) {
    const chunk: Uint8Array | null = process.stdin.read();
    if (chunk === null) await once(process.stdin, 'readable');
    else {
      whole.set(chunk, have);
      have += chunk.byteLength;
    }
  }
  return whole;
}

function reply(outcome: ProcessReply['outcome'], sent?: () => void): void {
  const message: ProcessReply = { outcome, rss: process.memoryUsage.rss() };
  process.send?.(message, undefined, undefined, sent);
}

function watchMemory(): void {
  if (process.memoryUsage.rss() <= rssMib * MIB) return;
  reply({ failure: outOfMemory() }, () => process.exit(1));
}
