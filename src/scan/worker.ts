/**
 * Thread entry. Hostile bytes are only ever opened here, where a crash, an endless loop or an exhausted heap
 * costs one distribution and not the run.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { factsOf, type ScanOptions, scanBytes, scanDirectory } from '../pipeline.ts';
import { unpackBytes, unpackDirectory } from '../unpack/unpack.ts';
import type { ScanJob, TaskResults, WorkerReply, WorkerRequest, WorkerSettings } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this module is a worker thread and nothing else');

const { yara: folder } = workerData as WorkerSettings;
const settings: ScanOptions = folder === null ? {} : { yara: await loadPacks(folder) };

/** Loaded only when packs are asked for: the engine is native code and takes longer than a small scan. */
async function loadPacks(packs: string) {
  const { loadSignatureEngine } = await import('../yara/load-engine.ts');
  return loadSignatureEngine({ folders: [packs] });
}

function scan({ target, filename, content }: ScanJob, options: ScanOptions): TaskResults['scan'] {
  if ('directory' in content) return scanDirectory(target, filename, content.directory, options);
  return scanBytes(target, filename, content.bytes, options);
}

function facts({ filename, content }: ScanJob, options: ScanOptions): TaskResults['facts'] {
  const unpacked =
    'directory' in content
      ? unpackDirectory(content.directory, options)
      : unpackBytes(filename, content.bytes, options);
  const evidence = factsOf(filename, unpacked, options);
  return { facts: evidence.facts, limitations: evidence.limitations };
}

function answer({ task, job, deadline }: WorkerRequest): WorkerReply {
  const options = { ...settings, deadline };
  try {
    return { value: task === 'scan' ? scan(job, options) : facts(job, options) };
  } catch (error) {
    return { crash: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

port.on('message', (request: WorkerRequest) => port.postMessage(answer(request)));
