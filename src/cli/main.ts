#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`lazaret needs Node.js 22.18 or later; this is ${process.versions.node}\n`);
  process.exit(70);
}

// Compiled code is kept in the user's own cache folder, never in a temporary folder others can write to.
const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
module.enableCompileCache(path.join(cache, 'lazaret'));

const { run } = await import('./program.ts');
await run(process.argv.slice(2));
