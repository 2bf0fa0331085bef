/** A process for tests of a full disk: stages as many bytes as it is told into a folder vault, and says what came of it. */
import { openFolderVault } from '../../src/vault/folder.ts';

const [folder = '', bytes = '0'] = process.argv.slice(2);
const source = (async function* () {
  for (let left = Number(bytes); left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536), left);
})();
const vault = await openFolderVault(folder);
const outcome = await vault.stage(source, 1 << 30).then(
  () => 'staged',
  (error: { code: string; retryable: boolean; message: string }) =>
    `${error.code} ${error.retryable}: ${error.message}`,
);
process.stdout.write(outcome);
