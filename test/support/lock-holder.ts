/** A process for tests of the lock: takes the folder in its argument, says how that went, and stays until ended. */
import { lockFolder } from '../../src/store/lock.ts';

const [folder = ''] = process.argv.slice(2);
try {
  await lockFolder(folder);
  process.stdout.write('held\n');
  setInterval(() => {}, 1000);
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code}\n`);
}
