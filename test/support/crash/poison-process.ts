/** A scan process as it is, but that it dies of samples called poison. */
import type { ProcessRequest } from '../../../src/scan/process-protocol.ts';

process.on('message', ({ task, job }: ProcessRequest) => {
  if (task === 'screen' && job.filename.startsWith('poison')) process.exit(9);
});
await import('../../../src/scan/process.ts');
