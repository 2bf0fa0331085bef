/** Everything that metadata and build files state: core metadata, entry points, requirements, layout. */
import type { TypedMember } from '../contracts/artifact.ts';
import type { Member } from '../contracts/member.ts';
import { METADATA_BYTES, METADATA_ITEMS } from '../limits.ts';
import { coreMetadata, parseHeaders } from './core-metadata.ts';
import { entryPoint, entryPointLine, parseEntryPoints } from './entry-points.ts';
import { iniList, parseIni } from './ini.ts';
import { readPyproject } from './pyproject.ts';
import { readSetupCall } from './setup-call.ts';
import { readSetupKeywords } from './setup-keywords.ts';
import type { SourceFile } from './source-file.ts';
import { mergeMetadata, noStatements, push, type Statements, stated } from './statements.ts';
import { decodeText } from './text.ts';

/** Files by what they are called below the root; most authoritative first. */
const READERS: readonly [RegExp, (to: Statements, path: string, text: string) => void][] = [
  [/^[^/]+\.dist-info\/METADATA$/, readCore],
  [/^EGG-INFO\/PKG-INFO$/, readCore],
  [/^PKG-INFO$/, readCore],
  [/^(?:[^/]+\/){0,3}[^/]+\.egg-info(?:\/PKG-INFO)?$/, readCore],
  [/^pyproject\.toml$/, readPyprojectFile],
  [/^setup\.cfg$/, readSetupConfig],
  [/(?:^|\/)(?:[^/]+\.(?:dist|egg)-info|EGG-INFO)\/entry_points\.txt$/, readEntryPointFile],
  [/(?:^|\/)(?:[^/]+\.egg-info|EGG-INFO)\/requires\.txt$/, readRequirementLines],
  [/(?:^|\/)(?:[^/]+\.egg-info|EGG-INFO)\/dependency_links\.txt$/, readLinkLines],
  [/(?:^|\/)(?:[^/]+\.(?:dist|egg)-info|EGG-INFO)\/top_level\.txt$/, readTopLevel],
];

/** Reads the distribution's own files (nested archives apart); `sources` are for setup.py. */
export function readStatements(
  types: readonly TypedMember[],
  root: string,
  sources: readonly SourceFile[],
): Statements {
  const to = noStatements();
  const own = types
    .map(({ member }) => member)
    .filter((member) => member.depth === 0 && member.type === 'file');
  for (const [pattern, read] of READERS) {
    for (const member of own) {
      if (!member.path.startsWith(root) || !pattern.test(member.path.slice(root.length))) continue;
      if (tooLarge(to, member)) continue;
      read(to, member.path, decodeText(member.data));
    }
  }
  const setup = sources.find((source) => source.path === `${root}setup.py`);
  const call = setup && readSetupCall(setup.preview());
  if (setup && call) readSetupKeywords(to, setup.path, setup.text, call);
  return finished(to);
}

function tooLarge(to: Statements, member: Member): boolean {
  if (member.size <= METADATA_BYTES) return false;
  const detail = `The file has ${member.size} bytes; at most ${METADATA_BYTES} of metadata are read.`;
  to.limitations.push({ code: 'metadata-unreadable', where: member.path, detail, blocking: false });
  return true;
}

/** Repetitions dropped, lists cut, requirements put into the metadata. */
function finished(to: Statements): Statements {
  const requirements = distinct(to.requirements, (item) => `${item.path}\0${item.text}`);
  const entryPoints = distinct(
    to.entryPoints,
    (item) => `${item.group}\0${item.name}\0${item.module}\0${item.attribute}`,
  );
  const stated = requirements.filter((item) => !item.isLink).map((item) => item.text);
  const metadata = to.metadata && {
    ...to.metadata,
    requires: distinct([...to.metadata.requires, ...stated], String),
  };
  return { ...to, metadata, requirements, entryPoints };
}

function distinct<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()].slice(0, METADATA_ITEMS);
}

function readCore(to: Statements, path: string, text: string): void {
  const headers = parseHeaders(text);
  mergeMetadata(to, coreMetadata(path, headers));
  for (const { name, value, line } of headers.headers) {
    if (name === 'requires-dist' || name === 'requires') {
      to.requirements.push({ text: value, path, line, isLink: false });
    }
  }
}

function readPyprojectFile(to: Statements, path: string, text: string): void {
  const found = readPyproject(text);
  if ('problem' in found) {
    const detail = `pyproject.toml cannot be read: ${found.problem}.`;
    to.limitations.push({ code: 'metadata-unreadable', where: path, detail, blocking: false });
    return;
  }
  const [author] = found.authors;
  mergeMetadata(to, {
    path,
    name: found.name,
    version: found.version,
    summary: found.description,
    description: '',
    homePage: found.urls.Homepage ?? found.urls.homepage ?? '',
    author: author?.name ?? '',
    authorEmail: author?.email ?? '',
    classifiers: found.classifiers,
    requires: [],
    projectUrls: Object.entries(found.urls).map(([name, url]) => `${name}, ${url}`),
  });
  to.requirements.push(...stated(text, path, found.requires));
  for (const [group, name, value] of found.entryPoints) push(to.entryPoints, entryPoint(group, name, value));
  to.hints.roots.push(...found.roots);
  to.hints.packageDir.push(...found.packageDir);
  if (found.backendPath.length > 0 && found.backend !== '') {
    to.inTreeBackend = { module: found.backend, paths: found.backendPath };
  }
}

function readSetupConfig(to: Statements, path: string, text: string): void {
  const ini = parseIni(text);
  const metadata = ini.get('metadata');
  const options = ini.get('options');
  const field = (name: string): string => metadata?.get(name)?.value ?? '';
  if (metadata) {
    mergeMetadata(to, {
      path,
      name: field('name') || null,
      version: field('version') || null,
      summary: field('description') || field('summary'),
      description: field('long_description'),
      homePage: field('url') || field('home_page') || field('home-page'),
      author: field('author'),
      authorEmail: field('author_email') || field('author-email'),
      classifiers: iniList(metadata.get('classifiers')),
      requires: [],
      projectUrls: iniList(metadata.get('project_urls')),
    });
  }
  to.requirements.push(...stated(text, path, iniList(options?.get('install_requires'))));
  to.requirements.push(...stated(text, path, iniList(options?.get('dependency_links')), true));
  for (const line of iniList(options?.get('cmdclass'))) to.customCommands.push(line.split('=', 1)[0]!.trim());
  for (const [group, value] of ini.get('options.entry_points') ?? []) {
    for (const line of iniList(value)) push(to.entryPoints, entryPointLine(group, line));
  }
  for (const line of iniList(options?.get('package_dir'))) {
    const [name = '', folder = ''] = line.split('=').map((part) => part.trim());
    if (name === '') to.hints.roots.push(folder);
    else to.hints.packageDir.push([name, folder]);
  }
  to.hints.scripts.push(...iniList(options?.get('scripts')));
  to.hints.topLevel.push(...iniList(options?.get('py_modules')));
  to.hints.roots.push(...iniList(ini.get('options.packages.find')?.get('where')));
  if (/^find(?:_namespace)?:/.test(options?.get('packages')?.value ?? '')) to.hints.findsPackages = true;
  else to.hints.topLevel.push(...iniList(options?.get('packages')));
}

function readEntryPointFile(to: Statements, _path: string, text: string): void {
  to.entryPoints.push(...parseEntryPoints(text));
}

/** requires.txt of egg-info: requirements, and `[extra]` lines between them. */
function readRequirementLines(to: Statements, path: string, text: string): void {
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line !== '' && !line.startsWith('['))
      to.requirements.push({ text: line, path, line: index + 1, isLink: false });
  }
}

function readLinkLines(to: Statements, path: string, text: string): void {
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    if (raw.trim() !== '') to.requirements.push({ text: raw.trim(), path, line: index + 1, isLink: true });
  }
}

function readTopLevel(to: Statements, _path: string, text: string): void {
  to.hints.topLevel.push(...text.split(/\s+/).filter((name) => name !== ''));
}
