/** A worker thread that does what the file name of a job says, for tests of the pool around it. */
import { parentPort, resourceLimits } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest } from '../../src/scan/protocol.ts';
import { sampleResult } from './sample-result.ts';

function allocate(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(new Array(10_000).fill(kept.length));
}

function reply({ job }: WorkerRequest<'scan'>): WorkerReply {
  switch (job.filename) {
    case 'loop':
      for (;;);
    case 'allocate':
      return allocate();
    case 'exit':
      return process.exit(9);
    case 'crash':
      return { crash: 'TypeError: broken' };
    case 'recurse':
      return reply({ job } as WorkerRequest<'scan'>);
    case 'limits': {
      const young = resourceLimits.maxYoungGenerationSizeMb;
      return { value: sampleResult({ target: job.target, arguments: [`young space of ${young} MiB`] }) };
    }
    default: {
      const bytes = 'bytes' in job.content ? job.content.bytes.byteLength : -1;
      return { value: sampleResult({ target: job.target, arguments: [`${bytes} bytes`] }) };
    }
  }
}

parentPort?.on('message', (request: WorkerRequest<'scan'>) => {
  if (request.job.filename === 'throw') throw new Error('thrown outside of every guard');
  parentPort?.postMessage(reply(request));
});
