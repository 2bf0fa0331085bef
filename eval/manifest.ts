/** One row of eval/benign.tsv. */
export interface PinnedFile {
  stratum: string;
  project: string;
  version: string;
  filename: string;
  /** Lower-case hex. */
  sha256: string;
  bytes: number;
}

const COLUMNS = ['stratum', 'project', 'version', 'filename', 'sha256', 'bytes'];

/**
 * Rows of a manifest; `#` lines are comments, the first other line names the columns.
 * @throws Error naming the line that is malformed: a manifest is ours, so a broken one is a defect.
 */
export function readManifest(text: string): PinnedFile[] {
  const rows: PinnedFile[] = [];
  let header: string | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    if (header === null) {
      header = line;
      if (line !== COLUMNS.join('\t'))
        throw new Error(`line ${index + 1}: columns must be ${COLUMNS.join(', ')}`);
      continue;
    }
    rows.push(readRow(line, index + 1));
  }
  return rows;
}

function readRow(line: string, number: number): PinnedFile {
  const [stratum = '', project = '', version = '', filename = '', sha256 = '', bytes = ''] = line.split('\t');
  const plain = [stratum, filename].every((name) => /^[\w.+!-]+$/.test(name) && !name.startsWith('.'));
  if (!plain || project === '' || version === '' || !/^[0-9a-f]{64}$/.test(sha256) || !/^\d+$/.test(bytes)) {
    throw new Error(`line ${number}: not a manifest row`);
  }
  return { stratum, project, version, filename, sha256, bytes: Number(bytes) };
}
