#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`lazaret needs Node.js 22.18 or later; this is ${process.versions.node}\n`);
  process.exit(70);
}

// Only now: what follows may use what an older Node.js cannot even parse.
const { run } = await import('./program.ts');
await run(process.argv.slice(2));

export {};
