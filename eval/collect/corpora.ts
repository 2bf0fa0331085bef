/** What corpora hold, as units of work: read from manifests, before anything is opened. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SampleIdentity } from '../evidence.ts';
import { readManifest } from '../manifest.ts';

/** A file of the machine that becomes a member of a rebuilt wheel. */
export interface SourceFile {
  /** Path inside the wheel. */
  member: string;
  /** Where its bytes are. */
  from: string;
}

/** One distribution to be collected. Plain data, so that it can be handed to another process. */
export interface Unit {
  /** `sha256` is what the manifest promises, or '' for a wheel that is rebuilt. */
  identity: SampleIdentity;
  /** The archive, or the files to build a wheel of. */
  content: { archive: string } | { wheel: SourceFile[] };
  /** Bytes to read, for ordering. */
  bytes: number;
}

/** PEP 503. */
export function normaliseName(project: string): string {
  return project.toLowerCase().replace(/[-_.]+/g, '-');
}

const MALICIOUS_COLUMNS = ['project', 'version', 'path', 'sha256', 'cluster', 'first_seen', 'questionable'];

/**
 * Units of a table of malicious distributions with the columns project, version, path (below `root`), sha256,
 * cluster, first_seen (ISO date) and questionable (0 or 1), in any order.
 * @throws Error naming the line that is malformed
 */
export function maliciousUnits(manifest: string, root: string): Unit[] {
  const [head = '', ...rows] = readFileSync(manifest, 'utf8').trim().split('\n');
  const columns = head.split('\t');
  const absent = MALICIOUS_COLUMNS.filter((column) => !columns.includes(column));
  if (absent.length > 0) throw new Error(`${manifest} has no column ${absent.join(', ')}`);
  return rows.map((row, index) => {
    const cells = row.split('\t');
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
    if (cells.length !== columns.length || !/^[0-9a-f]{64}$/.test(cell('sha256'))) {
      throw new Error(`${manifest}, line ${index + 2}: not a row of it`);
    }
    return archiveUnit(path.join(root, cell('path')), {
      sha256: cell('sha256'),
      file: path.basename(cell('path')),
      project: cell('project'),
      version: cell('version'),
      label: 'malicious',
      group: cell('cluster'),
      stratum: '',
      firstSeen: cell('first_seen'),
      questionable: cell('questionable') === '1',
    });
  });
}

/** Units of the pinned benign distributions, as eval/fetch-benign.ts lays them out below `root`. */
export function benignUnits(manifest: string, root: string): Unit[] {
  return readManifest(readFileSync(manifest, 'utf8')).map(
    ({ stratum, project, version, filename, sha256 }) => {
      if (stratum !== 'ordinary' && stratum !== 'popular' && stratum !== 'hard') {
        throw new Error(`${manifest}: no stratum is called ${stratum}`);
      }
      return archiveUnit(path.join(root, stratum, filename), {
        sha256,
        file: filename,
        project,
        version,
        label: 'benign',
        group: normaliseName(project),
        stratum,
        firstSeen: '',
        questionable: false,
      });
    },
  );
}

function archiveUnit(archive: string, identity: SampleIdentity): Unit {
  // One that is missing fails when its turn comes, and the others are read all the same.
  const bytes = statSync(archive, { throwIfNoEntry: false })?.size ?? 0;
  return { identity, content: { archive }, bytes };
}
