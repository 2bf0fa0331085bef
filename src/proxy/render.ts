/** Pages of the proxy: PEP 691 JSON and PEP 503 HTML, with what later PEPs added to both. */
import { normaliseProject } from '../intake/names.ts';
import { JSON_TYPE, type PageType } from './accept.ts';
import type { Listing } from './listing.ts';
import type { ProjectFile } from './project.ts';

/** The newest version of the interface whose promises are kept: PEP 792's. */
const API_VERSION = '1.4';
/** Without the size of every file (PEP 700) only the first one's are. */
const API_VERSION_SIZELESS = '1.0';

/** Where a page's links lead. */
export interface Links {
  /** Address of a file, relative to the page. */
  file(project: string, filename: string): string;
  /** Address of a file's provenance, absolute as PEP 740 wants it. */
  provenance(project: string, version: string, filename: string): string;
}

export function renderProject(listing: Listing, links: Links, type: PageType): string {
  return type === JSON_TYPE ? projectJson(listing, links) : projectHtml(listing, links);
}

/** @param names as the index spells them */
export function renderProjects(names: readonly string[], type: PageType): string {
  if (type === JSON_TYPE) {
    const meta = { 'api-version': API_VERSION };
    return JSON.stringify({ meta, projects: names.map((name) => ({ name })) });
  }
  const lines = names.map((name) => `<a href="${escaped(normaliseProject(name))}/">${escaped(name)}</a><br>`);
  return html('Simple index', '', lines);
}

/** With the character set, where the type is a text. */
export function contentType(type: PageType): string {
  return type === JSON_TYPE ? type : `${type}; charset=utf-8`;
}

function projectJson({ name, status, statusReason, files, versions }: Listing, links: Links): string {
  const complete = files.every(({ size }) => size !== null);
  return JSON.stringify({
    meta: { 'api-version': complete ? API_VERSION : API_VERSION_SIZELESS },
    name,
    'project-status': { status, ...(statusReason === '' ? {} : { reason: statusReason }) },
    versions,
    files: files.map((file) => fileJson(name, file, links)),
  });
}

function fileJson(project: string, file: ProjectFile, links: Links): Record<string, unknown> {
  const { filename, hashes, size, requiresPython, uploadTime, yanked, yankedReason, metadata } = file;
  const promised = metadata === null ? false : Object.keys(metadata).length === 0 ? true : metadata;
  return {
    filename,
    url: links.file(project, filename),
    hashes,
    ...(requiresPython === null ? {} : { 'requires-python': requiresPython }),
    ...(size === null ? {} : { size }),
    ...(uploadTime === null ? {} : { 'upload-time': uploadTime }),
    yanked: yanked ? yankedReason || true : false,
    // PEP 714: older clients know the old key only.
    'core-metadata': promised,
    'dist-info-metadata': promised,
    provenance: file.provenance === null ? null : links.provenance(project, file.version, filename),
  };
}

function projectHtml({ name, status, statusReason, files }: Listing, links: Links): string {
  const meta = [`<meta name="pypi:project-status" content="${status}">`];
  if (statusReason !== '')
    meta.push(`<meta name="pypi:project-status-reason" content="${escaped(statusReason)}">`);
  const lines = files.map((file) => `${anchor(name, file, links)}<br>`);
  return html(`Links for ${name}`, meta.join('\n'), lines);
}

function anchor(project: string, file: ProjectFile, links: Links): string {
  const { filename, hashes, requiresPython, yanked, yankedReason, metadata } = file;
  const [algorithm, digest] = strongest(hashes);
  const fragment = algorithm === undefined ? '' : `#${algorithm}=${digest}`;
  const attributes: [string, string][] = [['href', links.file(project, filename) + fragment]];
  if (requiresPython !== null) attributes.push(['data-requires-python', requiresPython]);
  if (yanked) attributes.push(['data-yanked', yankedReason]);
  if (metadata !== null) {
    const [kind, value] = strongest(metadata);
    const promised = kind === undefined ? 'true' : `${kind}=${value}`;
    attributes.push(['data-core-metadata', promised], ['data-dist-info-metadata', promised]);
  }
  if (file.provenance !== null)
    attributes.push(['data-provenance', links.provenance(project, file.version, filename)]);
  const text = attributes.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  return `<a${text}>${escaped(filename)}</a>`;
}

/** HTML has room for one hash. */
function strongest(hashes: Readonly<Record<string, string>>): [string, string] | [] {
  for (const algorithm of ['sha256', 'sha512', 'sha384', 'sha224', 'sha1', 'md5']) {
    const digest = hashes[algorithm];
    if (digest !== undefined) return [algorithm, digest];
  }
  return [];
}

function html(title: string, meta: string, lines: readonly string[]): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta name="pypi:repository-version" content="${API_VERSION}">
${meta === '' ? '' : `${meta}\n`}<title>${escaped(title)}</title>
</head>
<body>
<h1>${escaped(title)}</h1>
${lines.join('\n')}
</body>
</html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
