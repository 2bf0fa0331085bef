/**
 * Writes src/rules/registry.generated.ts from the rule folders: static imports, sorted by id, so that a new
 * rule is one new folder and nothing else; and src/rules/texts.generated.json from their rule.md, for the arguments
 * of verdicts. `npm run generate` after adding or removing a rule, or changing its text.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const RULES_FOLDER = join(import.meta.dirname, '..', 'src', 'rules');
export const REGISTRY_FILE = join(RULES_FOLDER, 'registry.generated.ts');
export const TEXTS_FILE = join(RULES_FOLDER, 'texts.generated.json');

/** `category/name` of every folder that holds a rule.ts, sorted. */
export function ruleFolders(root: string = RULES_FOLDER): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[a-z][a-z-]*\/[a-z0-9-]+\/rule\.ts$/.test(path))
    .map((path) => path.slice(0, -'/rule.ts'.length))
    .sort();
}

/** The whole text of the registry for these rule ids. */
export function registryText(ids: readonly string[]): string {
  const imports = ids.map((id) => `import { rule as ${identifier(id)} } from './${id}/rule.ts';`);
  const entries = ids.map((id) => `  ${identifier(id)},`);
  return [
    '// Written by scripts/generate-registry.ts from the rule folders. Do not edit.',
    "import type { Rule } from '../contracts/rule.ts';",
    ...imports,
    '',
    '/** Every rule, by id. */',
    'export const RULES: readonly Rule[] = [',
    ...entries,
    '];',
    '',
  ].join('\n');
}

/** Why each rule matters and what the author can change, as plain text. */
export function ruleTexts(ids: readonly string[], root: string = RULES_FOLDER): string {
  const texts = ids.map((id) => {
    const document = readFileSync(join(root, id, 'rule.md'), 'utf8');
    const why = sectionOf(document, 'Why it matters');
    return [id, { why, change: sectionOf(document, 'What the author can change') }];
  });
  return `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`;
}

/** First paragraph under a heading, on one line, without marks of code. */
function sectionOf(document: string, heading: string): string {
  const start = document.indexOf(`## ${heading}\n`);
  const [paragraph = ''] =
    start < 0
      ? []
      : document
          .slice(document.indexOf('\n', start))
          .trim()
          .split(/\n\n|\n#/, 1);
  return paragraph.replace(/\s+/g, ' ').replaceAll('`', '');
}

/** `execution/decode-then-exec` → `executionDecodeThenExec`. */
function identifier(id: string): string {
  return id.replace(/[/-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Writes both files anew. */
export function generate(): void {
  const ids = ruleFolders();
  writeFileSync(REGISTRY_FILE, registryText(ids));
  writeFileSync(TEXTS_FILE, ruleTexts(ids));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) generate();
