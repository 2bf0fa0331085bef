import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { filesIn, ROOT } from './source-files.ts';

/** Lines; more than one idea fits in more. */
const LONGEST = 400;

/** Closed lists of types that are read as one. */
const VOCABULARIES = ['src/contracts/fact.ts', 'src/python/ast.ts'];

/** Names that never resolve or never leave the machine (RFC 2606, RFC 6761) and documentation addresses. */
const INERT_HOST =
  /(?:^|\.)(?:invalid|example|test|localhost)$|(?:^|\.)example\.(?:com|net|org)$|^(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.0\.0)\.\d+$/;

/** Services that rules know by name; nothing stands behind the addresses that examples make up at them. */
const NAMED_SERVICE =
  /(?:^|\.)(?:discord\.com|discordapp\.com|telegram\.org|slack\.com|pastebin\.com|ngrok\.io|githubusercontent\.com|webhook\.site|ipify\.org|oast\.fun|pipedream\.net|transfer\.sh|pages\.dev|workers\.dev|vercel\.app|solana\.com)$/;

describe('files', () => {
  it(`have at most ${LONGEST} lines`, () => {
    const long = filesIn(['src', 'test', 'scripts'], ['.ts'])
      .map(({ path: file, text }) => ({ file, lines: text.split('\n').length - 1 }))
      .filter(
        ({ lines, file }) => lines > LONGEST && !file.includes('.generated.') && !VOCABULARIES.includes(file),
      );
    assert.deepEqual(long, []);
  });

  it('in examples name only hosts that lead nowhere', () => {
    const found = filesIn(['examples', 'src/rules'], ['.py', '.pth', '.txt', '.sh', '.ps1']).flatMap(
      ({ path: file, text }) =>
        [...text.matchAll(/\bhttps?:\/\/(?:[^\s/"'@]*@)?([a-z0-9.-]+\.[a-z0-9-]+)/gi)]
          .map(([, host]) => host!.toLowerCase())
          .filter(
            (host) => !INERT_HOST.test(host) && !(file.startsWith('src/rules/') && NAMED_SERVICE.test(host)),
          )
          .map((host) => `${file}: ${host}`),
    );
    assert.deepEqual(found, []);
  });

  it('hold no skipped or lone tests', () => {
    const found = filesIn(['test'], ['.test.ts']).filter(({ text }) =>
      /\b(?:it|describe|test)\.(?:skip|only|todo)\(/.test(text),
    );
    assert.deepEqual(
      found.map(({ path: file }) => file),
      [],
    );
  });

  it('pin every dependency, and the lock file names no download address', () => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const versions = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    });
    assert.ok(versions.length > 0);
    assert.deepEqual(
      versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version))),
      [],
    );
    const lock = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
    assert.doesNotMatch(lock, /"resolved": "https?:/);
  });

  it('named by package.json scripts exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const named = Object.values<string>(scripts).flatMap(
      (script) => script.match(/(?<=^| )\w[\w./-]*\.(?:ts|json)\b/g) ?? [],
    );
    assert.ok(named.includes('scripts/start.ts'));
    for (const file of named) assert.ok(readFileSync(path.join(ROOT, file)).byteLength > 0, file);
  });
});
