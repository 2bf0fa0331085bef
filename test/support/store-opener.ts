/** A process for tests of opening: opens and closes the database in its argument and says what came of it. */
import { openDatabase } from '../../src/store/open.ts';

const [address = ''] = process.argv.slice(2);
try {
  await (await openDatabase(address)).close();
  process.stdout.write('opened\n');
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code}: ${(error as Error).message}\n`);
}
