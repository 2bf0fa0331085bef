/** What is offered of a project: pure, from what the index behind lists and what the service knows. */
import type { IndexStatus } from '../contracts/service.ts';
import { distributionFileKind, normaliseVersion } from '../intake/names.ts';
import type { KnownFile } from '../store/index-files.ts';
import type { IndexStatusRow } from '../store/index-statuses.ts';
import type { UnknownPolicy } from './options.ts';
import type { Project, ProjectFile } from './project.ts';

export interface Listing {
  /** Normalised. */
  name: string;
  status: IndexStatus;
  statusReason: string;
  files: ProjectFile[];
  /** One spelling of each version that has a file here. */
  versions: string[];
}

export interface Status {
  status: IndexStatus;
  reason: string;
}

/** A project's status: a quarantine is lifted only where it was declared; otherwise ours goes before the index's. */
export function projectStatus(
  project: Pick<Project, 'status' | 'statusReason'> | null,
  statuses: ReadonlyMap<string | null, IndexStatusRow>,
): Status {
  const ours: Status = statuses.get(null) ?? { status: 'active', reason: '' };
  if (ours.status === 'quarantined' || project === null) return ours;
  const theirs: Status = { status: project.status, reason: project.statusReason };
  return theirs.status === 'quarantined' || ours.status === 'active' ? theirs : ours;
}

/** Quarantines of single releases by `comparable` version. The newest row of any spelling holds. */
export function quarantinedReleases(
  statuses: ReadonlyMap<string | null, IndexStatusRow>,
): Map<string, IndexStatusRow> {
  const newest = new Map<string, IndexStatusRow>();
  for (const [spelling, row] of statuses) {
    if (spelling === null) continue;
    const version = comparable(spelling);
    if (row.id > (newest.get(version)?.id ?? -1)) newest.set(version, row);
  }
  for (const [version, { status }] of newest) if (status !== 'quarantined') newest.delete(version);
  return newest;
}

/** One spelling of equal versions. File names spell `-` in versions as `_`. */
export function comparable(version: string): string {
  return normaliseVersion(version.replaceAll('_', '-'));
}

export function listProject(
  project: Project,
  known: ReadonlyMap<string, KnownFile>,
  statuses: ReadonlyMap<string | null, IndexStatusRow>,
  unknown: UnknownPolicy,
): Listing {
  const { status, reason } = projectStatus(project, statuses);
  const quarantined = quarantinedReleases(statuses);
  const files: ProjectFile[] = [];
  const versions = new Map<string, string>();
  for (const file of status === 'quarantined' ? [] : project.files.values()) {
    const version = comparable(file.version);
    if (quarantined.has(version)) continue;
    const offered = offer(file, known.get(file.filename), unknown);
    if (offered === null) continue;
    files.push(offered);
    if (!versions.has(version)) versions.set(version, file.version);
  }
  return { name: project.name, status, statusReason: reason, files, versions: [...versions.values()] };
}

/** The file with all that is known of it; null when it is not offered. */
function offer(file: ProjectFile, known: KnownFile | undefined, unknown: UnknownPolicy): ProjectFile | null {
  // What is known of other bytes under the same name says nothing of these.
  const same = known !== undefined && (file.sha256 === null || file.sha256 === known.sha256) ? known : null;
  const disposition = same?.disposition ?? null;
  if (disposition === null ? unknown === 'deny' : disposition !== 'released') return null;
  const sha256 = file.sha256 ?? same?.sha256 ?? null;
  const hashes = sha256 === null ? file.hashes : { ...file.hashes, sha256 };
  return { ...file, sha256, hashes, size: file.size ?? same?.bytes ?? null, metadata: metadataOf(file) };
}

/** A wheel's metadata is served from the screened wheel, whether or not the index behind serves it; no other's is. */
function metadataOf({ filename, metadata }: ProjectFile): Record<string, string> | null {
  return distributionFileKind(filename) === 'wheel' ? (metadata ?? {}) : null;
}
