/** What must agree before an upload is taken: its digests, its form, its file name, and the archive's own metadata. */
import type { DistributionIdentity } from '../contracts/result.ts';
import { belongsToRelease, isProjectName, normaliseProject, normaliseVersion } from '../intake/names.ts';
import type { Digests } from '../vault/digests.ts';
import { type Field, fieldText, type Upload } from './form.ts';
import { invalid, malformed } from './refusal.ts';

/** What an upload says that it is. */
export interface Claim {
  project: string;
  version: string;
  filename: string;
}

const DIGESTS: readonly (readonly [string, keyof Digests & ('md5' | 'sha256' | 'blake2b256')])[] = [
  ['md5_digest', 'md5'],
  ['sha256_digest', 'sha256'],
  ['blake2_256_digest', 'blake2b256'],
];

/** Suffixes that indexes take, with what forms call them. */
const TYPES: readonly (readonly [string, string])[] = [
  ['.whl', 'bdist_wheel'],
  ['.tar.gz', 'sdist'],
  ['.zip', 'sdist'],
];

/** Checks everything that needs no look inside the archive. @throws Problem 400 */
export function checkForm({ fields, filename, staged }: Upload): Claim {
  const action = fieldText(fields, ':action');
  if (action !== 'file_upload')
    throw invalid(`The only :action here is file_upload, not ${action ?? 'none'}.`);
  if ((fieldText(fields, 'protocol_version') ?? '1') !== '1')
    throw invalid('The protocol_version here is 1.');
  checkDigests(fields, staged);
  const project = fieldText(fields, 'name');
  const version = fieldText(fields, 'version');
  if (project === null || version === null) throw malformed('it has no name or no version');
  if (!isProjectName(project.slice(0, filename.length)))
    throw invalid(`${project} is not a valid project name.`);
  checkType(fields, filename);
  if (!belongsToRelease(filename, project, version)) {
    throw invalid(`The file name ${filename} does not belong to ${project} ${version}. Build it again.`);
  }
  return { project, version, filename };
}

function checkDigests(fields: readonly Field[], digests: Digests): void {
  for (const [field, algorithm] of DIGESTS) {
    const given = fieldText(fields, field)?.trim().toLowerCase() ?? '';
    if (given !== '' && given !== digests[algorithm]) {
      throw invalid(`The file does not have the ${field} that the form gives: it changed on the way.`);
    }
  }
}

function checkType(fields: readonly Field[], filename: string): void {
  const type = TYPES.find(([suffix]) => filename.endsWith(suffix))?.[1];
  if (type === undefined) throw invalid('Only wheels (.whl) and sdists (.tar.gz, .zip) are taken.');
  const claimed = fieldText(fields, 'filetype') ?? type;
  if (claimed !== type) throw invalid(`The form says filetype ${claimed}; ${filename} is a ${type}.`);
}

/** Whether the archive says of itself what its upload said of it: null, or what differs, for the author. */
export function contradiction(claim: Claim, found: DistributionIdentity): string | null {
  const { project, version } = found;
  if (project === null || version === null) {
    return 'The archive has no readable metadata (METADATA or PKG-INFO) with a name and a version.';
  }
  if (claim.filename.endsWith('.whl') && found.kind !== 'wheel')
    return 'The file is named .whl and is no wheel.';
  if (normaliseProject(project) !== normaliseProject(claim.project)) {
    return `The form says name ${claim.project}; the archive's metadata say ${project}.`;
  }
  if (normaliseVersion(version) !== normaliseVersion(claim.version)) {
    return `The form says version ${claim.version}; the archive's metadata say ${version}.`;
  }
  return null;
}
