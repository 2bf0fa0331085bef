/** Parses the hostile texts in a thread of its own; posts the names of those that threw. */
import { parentPort } from 'node:worker_threads';
import { parseModule } from '../../src/python/parser.ts';
import { hostileSources } from './hostile-python.ts';

const failures: string[] = [];
for (const [name, source] of hostileSources(20_000)) {
  try {
    parseModule(source);
  } catch (error) {
    failures.push(`${name}: ${String(error)}`);
  }
}
parentPort?.postMessage(failures);
