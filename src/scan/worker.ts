/**
 * Thread entry. Hostile bytes are only ever opened here, where a crash, an endless loop or an exhausted heap
 * costs one distribution and not the run.
 */
import { parentPort } from 'node:worker_threads';
import { factsOf, scanBytes, scanDirectory } from '../pipeline.ts';
import { unpackBytes, unpackDirectory } from '../unpack/unpack.ts';
import type { ScanJob, TaskResults, WorkerReply, WorkerRequest } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this module is a worker thread and nothing else');

function scan({ target, filename, content }: ScanJob, deadline: number): TaskResults['scan'] {
  if ('directory' in content) return scanDirectory(target, filename, content.directory, { deadline });
  return scanBytes(target, filename, content.bytes, { deadline });
}

function facts({ filename, content }: ScanJob, deadline: number): TaskResults['facts'] {
  const unpacked =
    'directory' in content
      ? unpackDirectory(content.directory)
      : unpackBytes(filename, content.bytes, { deadline });
  const evidence = factsOf(filename, unpacked, { deadline });
  return { facts: evidence.facts, limitations: evidence.limitations };
}

function answer({ task, job, deadline }: WorkerRequest): WorkerReply {
  try {
    return { value: task === 'scan' ? scan(job, deadline) : facts(job, deadline) };
  } catch (error) {
    return { crash: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

port.on('message', (request: WorkerRequest) => port.postMessage(answer(request)));
