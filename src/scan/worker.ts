/**
 * Thread entry. Hostile bytes are only ever opened here, where a crash, an endless loop or an exhausted heap
 * costs one distribution and not the run.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { factsOf, judgeAgain, type ScanOptions, scanBytes, scanDirectory, screenBytes } from '../pipeline.ts';
import { unpackBytes, unpackDirectory } from '../unpack/unpack.ts';
import { inspectBytes } from './inspect.ts';
import type { Task, TaskJobs, TaskResults, WorkerReply, WorkerRequest, WorkerSettings } from './protocol.ts';
import { packEvidence, unpackEvidence } from './saved-evidence.ts';

const port = parentPort;
if (port === null) throw new Error('this module is a worker thread and nothing else');

const { yara: folder } = workerData as WorkerSettings;
const settings: ScanOptions = folder === null ? {} : { yara: await loadPacks(folder) };

/** Loaded only when packs are asked for: the engine is native code and takes longer than a small scan. */
async function loadPacks(packs: string) {
  const { loadSignatureEngine } = await import('../yara/load-engine.ts');
  return loadSignatureEngine({ folders: [packs] });
}

const PERFORM: { [T in Task]: (job: TaskJobs[T], options: ScanOptions) => TaskResults[T] } = {
  scan: ({ target, filename, content }, options) =>
    'directory' in content
      ? scanDirectory(target, filename, content.directory, options)
      : scanBytes(target, filename, content.bytes, options),
  facts: ({ filename, content }, options) => {
    const unpacked =
      'directory' in content
        ? unpackDirectory(content.directory, options)
        : unpackBytes(filename, content.bytes, options);
    const evidence = factsOf(filename, unpacked, options);
    return { facts: evidence.facts, limitations: evidence.limitations };
  },
  screen: ({ target, filename, content }, options) => {
    if ('directory' in content) throw new Error('only files are screened');
    const { result, evidence } = screenBytes(target, filename, content.bytes, options);
    return { result, evidence: packEvidence(evidence) };
  },
  rescore: ({ evidence, old, suppressions }) => judgeAgain(unpackEvidence(evidence), old, suppressions),
  inspect: ({ filename, content, path }, { deadline }) => {
    if ('directory' in content) throw new Error('only files are inspected');
    return inspectBytes(filename, content.bytes, path, deadline!);
  },
};

function answer<T extends Task>({ task, job, deadline }: WorkerRequest<T>): WorkerReply {
  try {
    return { value: PERFORM[task](job, { ...settings, deadline }) };
  } catch (error) {
    return { crash: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

port.on('message', (request: WorkerRequest) => port.postMessage(answer(request)));
