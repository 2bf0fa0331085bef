import { LineTable } from '../python/line-table.ts';
import { entryPointLine, parseEntryPoints } from './entry-points.ts';
import { keysOf, type Literal, type SetupCall, stringsOf } from './setup-call.ts';
import { mergeMetadata, push, type Statements } from './statements.ts';

/** Adds what setup.py passes to `setup()`: the least authoritative metadata, and what only it knows. */
export function readSetupKeywords(to: Statements, path: string, text: string, call: SetupCall): void {
  const { values, offsets } = call;
  const lines = new LineTable(text);
  const field = (name: string): string => {
    const value = values.get(name);
    return typeof value === 'string' ? value : '';
  };
  mergeMetadata(to, {
    path,
    name: field('name') || null,
    version: field('version') || null,
    summary: field('description'),
    description: field('long_description'),
    homePage: field('url'),
    author: field('author') || field('maintainer'),
    authorEmail: field('author_email') || field('maintainer_email'),
    classifiers: stringsOf(values.get('classifiers')),
    requires: [],
    projectUrls: [],
  });
  for (const [keyword, isLink] of [
    ['install_requires', false],
    ['setup_requires', false],
    ['dependency_links', true],
  ] as const) {
    const { line } = lines.position(offsets.get(keyword) ?? 0);
    for (const item of requirementTexts(values.get(keyword))) {
      to.requirements.push({ text: item, path, line, isLink });
    }
  }
  to.customCommands.push(...keysOf(values.get('cmdclass')));
  addEntryPoints(to, values.get('entry_points'));
  addLayout(to, call);
}

/** A list, or one text with a requirement a line. */
function requirementTexts(value: Literal | undefined): string[] {
  return stringsOf(value)
    .flatMap((item) => item.split('\n'))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function addEntryPoints(to: Statements, value: Literal | undefined): void {
  if (typeof value === 'string') to.entryPoints.push(...parseEntryPoints(value));
  if (!(value instanceof Map)) return;
  for (const [group, entries] of value) {
    for (const line of stringsOf(entries)) push(to.entryPoints, entryPointLine(group, line));
  }
}

function addLayout(to: Statements, { values, findsPackages }: SetupCall): void {
  const { hints } = to;
  const packageDir = values.get('package_dir');
  if (packageDir instanceof Map) {
    for (const [name, folder] of packageDir) {
      if (typeof folder !== 'string') continue;
      if (name === '') hints.roots.push(folder);
      else hints.packageDir.push([name, folder]);
    }
  }
  hints.scripts.push(...stringsOf(values.get('scripts')));
  hints.topLevel.push(...stringsOf(values.get('packages')), ...stringsOf(values.get('py_modules')));
  hints.findsPackages ||= findsPackages;
}
