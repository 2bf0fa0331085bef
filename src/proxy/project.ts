/** A project of the index behind, as far as it can be believed. */
import type { IndexStatus } from '../contracts/service.ts';
import { INDEX_STATUSES } from '../contracts/service.ts';
import { versionOf } from '../intake/names.ts';
import { type ListedFile, readProjectPage } from '../intake/simple-index.ts';
import type { UpstreamPage } from './upstream.ts';

export interface ProjectFile extends ListedFile {
  /** As its name spells it, but for the `_` that stands for `-` there. */
  version: string;
}

export interface Project {
  /** Normalised. */
  name: string;
  files: Map<string, ProjectFile>;
  status: IndexStatus;
  statusReason: string;
}

/**
 * Reads a project's page and keeps the files that may be offered: wheels and sdists that carry the project's name,
 * under names without surprises. A status that PEP 792 does not know means nothing.
 * @throws InfrastructureError `protocol`
 */
export function readProject(name: string, { bytes, contentType, url }: UpstreamPage): Project {
  const page = readProjectPage(bytes, contentType, url);
  const files = new Map<string, ProjectFile>();
  const secure = url.startsWith('https:');
  for (const listed of page.files) {
    const file = projectFile(name, listed, secure);
    if (file !== null && !files.has(file.filename)) files.set(file.filename, file);
  }
  const status = INDEX_STATUSES.find((known) => known === page.status) ?? 'active';
  return { name, files, status, statusReason: page.statusReason };
}

/** Printable ASCII, of which no part of an address, a header or a page is made. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._+!~@=-]*$/;

/** PEP 700. */
const UPLOAD_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/;

export function isPlainName(filename: string): boolean {
  return PLAIN_NAME.test(filename);
}

function projectFile(project: string, file: ListedFile, secure: boolean): ProjectFile | null {
  const version = isPlainName(file.filename) ? versionOf(file.filename, project) : null;
  if (version === null) return null;
  const url = new URL(file.url);
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || secure)) return null;
  url.username = '';
  url.password = '';
  const size = file.size !== null && file.size >= 0 ? file.size : null;
  const uploadTime = UPLOAD_TIME.test(file.uploadTime ?? '') ? file.uploadTime : null;
  return { ...file, url: url.href, size, uploadTime, version: version.replaceAll('_', '-') };
}
