/** A process of its own: writes a backup of the copy of an embedded database. Arguments: folder of the copy, file. */
import { openAsIs } from '../store/open.ts';
import { writeWhole } from './file.ts';
import { writeBackup } from './write.ts';

const [copy = '', file = ''] = process.argv.slice(2);
const database = await openAsIs(`pglite:${copy}`);
await writeWhole(file, (sink) => writeBackup(database, null, sink));
await database.close();
