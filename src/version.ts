import { readFileSync } from 'node:fs';

/** The package's root folder, from the sources as from the build: both are one folder below it. */
export const PACKAGE_ROOT = new URL('../', import.meta.url);

/** The package's version. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8'),
).version;
