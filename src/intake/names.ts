/** Project and version names as an index compares them. */

/** PEP 503: runs of `-`, `_`, `.` become one `-`; lower case. */
export function normaliseProject(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** PEP 508 name: ASCII letters, digits, `-`, `_`, `.`; starts and ends with a letter or digit. */
export function isProjectName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name);
}

/** Characters; longer ones fit no file name. */
const VERSION_LENGTH = 255;
const RELEASE = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)/;
const SUFFIX = /^[-_.]?([a-z]+)?[-_.]?(\d*)/;
const PHASES: Readonly<Record<string, string>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
  post: 'post',
  rev: 'post',
  r: 'post',
  dev: 'dev',
};

/**
 * Spelling under which equal PEP 440 versions are equal: epoch, release without trailing zeros, pre, post, dev,
 * local. What is no PEP 440 version is only lower-cased.
 */
export function normaliseVersion(version: string): string {
  const text = version.trim().toLowerCase();
  if (text.length > VERSION_LENGTH) return text;
  const [publicPart = '', ...local] = text.split('+');
  const release = RELEASE.exec(publicPart);
  if (release === null) return text;
  const numbers = release[2]!.split('.').map((part) => BigInt(part).toString());
  while (numbers.length > 1 && numbers.at(-1) === '0') numbers.pop();
  let result = `${BigInt(release[1] ?? 0)}!${numbers.join('.')}`;
  let rest = publicPart.slice(release[0].length);
  while (rest !== '') {
    const suffix = SUFFIX.exec(rest);
    if (suffix === null || suffix[0] === '') return text;
    // `1.0-1` is an implicit post release.
    const phase = suffix[1] === undefined ? (rest.startsWith('-') ? 'post' : undefined) : PHASES[suffix[1]];
    if (phase === undefined || (suffix[1] === undefined && suffix[2] === '')) return text;
    result += `.${phase}${BigInt(suffix[2] || 0)}`;
    rest = rest.slice(suffix[0].length);
  }
  return local.length === 0 ? result : `${result}+${local.join('+').replace(/[-_.]/g, '.')}`;
}

export type DistributionFileKind = 'wheel' | 'sdist' | 'other';

const SDIST_SUFFIX = /\.(?:tar\.gz|tgz|zip|tar\.bz2|tbz|tar\.xz|tar\.z|tar)$/i;
const OTHER_SUFFIX = /\.(?:egg|exe|msi|rpm|deb|dmg)$/i;

/** What a file of an index is, by its name. */
export function distributionFileKind(filename: string): DistributionFileKind {
  if (/\.whl$/i.test(filename)) return 'wheel';
  return SDIST_SUFFIX.test(filename) ? 'sdist' : 'other';
}

/**
 * Whether an index file belongs to a release. File names carry the version (PEP 427, PEP 625); legacy names
 * leave open where the project ends, so the project is known and the split follows from it.
 */
export function belongsToRelease(filename: string, project: string, version: string): boolean {
  const wanted = normaliseVersion(version);
  const kind = distributionFileKind(filename);
  if (kind === 'wheel') {
    const [name = '', found = ''] = filename.split('-');
    return normaliseProject(name) === normaliseProject(project) && sameSpelling(found, wanted);
  }
  const suffix = kind === 'sdist' ? SDIST_SUFFIX : OTHER_SUFFIX;
  const stem = filename.replace(suffix, '');
  if (stem === filename) return false;
  return versionCandidates(stem, project).some(
    (candidate) =>
      sameSpelling(candidate, wanted) || (kind === 'other' && startsWithVersion(candidate, wanted)),
  );
}

/**
 * Version of a wheel or sdist as its file name spells it, the project being known; null for other kinds of files and
 * for files of other projects.
 */
export function versionOf(filename: string, project: string): string | null {
  const kind = distributionFileKind(filename);
  if (kind === 'other') return null;
  if (kind === 'sdist') return versionCandidates(filename.replace(SDIST_SUFFIX, ''), project)[0] || null;
  const [name = '', version = ''] = filename.split('-');
  return normaliseProject(name) === normaliseProject(project) && version !== '' ? version : null;
}

/** PEP 625 and PEP 427 escape `-` in versions as `_`. */
function sameSpelling(found: string, wanted: string): boolean {
  return normaliseVersion(found) === wanted || normaliseVersion(found.replaceAll('_', '-')) === wanted;
}

function versionCandidates(stem: string, project: string): string[] {
  const candidates: string[] = [];
  const normalised = normaliseProject(project);
  for (let dash = stem.indexOf('-'); dash >= 0; dash = stem.indexOf('-', dash + 1)) {
    if (normaliseProject(stem.slice(0, dash)) === normalised) candidates.push(stem.slice(dash + 1));
  }
  return candidates;
}

/** `1.0-py3.8`, `1.0.win32-py2.7`: eggs and installers put the platform behind the version. */
function startsWithVersion(candidate: string, wanted: string): boolean {
  for (let end = 1; end < candidate.length; end += 1) {
    const rest = candidate.slice(end);
    if (/^[.-](?!\d)/.test(rest) && normaliseVersion(candidate.slice(0, end)) === wanted) return true;
  }
  return false;
}
