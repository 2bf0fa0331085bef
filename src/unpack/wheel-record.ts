/** The RECORD of a wheel (PEP 376, PEP 427, binary distribution format) against what the wheel holds. */
import { createHash } from 'node:crypto';
import { DeflatedContent } from './content.ts';
import type { UnpackContext } from './context.ts';
import type { UnpackedMember as Member } from './entry.ts';
import { showable } from './member-path.ts';

const DIST_INFO = /^([^/]+\.dist-info)\/(?:RECORD|WHEEL|METADATA)$/;
const ALGORITHMS = new Set(['sha256', 'sha384', 'sha512']);
/** Signatures cannot list themselves. */
const EXEMPT = ['RECORD', 'RECORD.jws', 'RECORD.p7s'];
/** What installers add to the RECORD of an installed project; wheels packed from such a tree still list it. */
const MADE_BY_INSTALLERS =
  /^\.\.\/|(?:^|\/)__pycache__\/[^/]+\.pyc$|\.dist-info\/(?:INSTALLER|REQUESTED|direct_url\.json)$/;

/** Splits one line of Python's default csv dialect; quotes inside of quotes are doubled. */
function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (quoted && c === '"' && line[i + 1] === '"') {
      field += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += c;
  }
  return [...fields, field];
}

/** What disagrees, in plain words; null when the listing is right. */
function disagreement(member: Member, hash: string, size: string): string | null {
  const [algorithm = '', expected = ''] = hash.split('=', 2);
  if (!ALGORITHMS.has(algorithm))
    return `the hash is "${showable(algorithm.slice(0, 20))}", not SHA-256 or better`;
  const known = member.content instanceof DeflatedContent ? member.content.look.sha256 : null;
  if (algorithm === 'sha256' && known !== null && expected.replace(/=+$/, '') === known)
    return sizeProblem(member, size);
  const hashed = createHash(algorithm).update(member.data).digest();
  const digest = hashed.toString('base64url');
  // Hexadecimal is not what the format says, but old tools wrote it and it names the same content.
  if (expected.replace(/=+$/, '') !== digest && expected !== hashed.toString('hex'))
    return `RECORD says ${showable(expected.slice(0, 90))}, the file has ${digest}`;
  return sizeProblem(member, size);
}

function sizeProblem(member: Member, size: string): string | null {
  if (size === '' || Number(size) === member.size) return null;
  return `RECORD says ${showable(size.slice(0, 20))} bytes, the file has ${member.size}`;
}

function checkRecord(
  context: UnpackContext,
  record: Member,
  files: Map<string, Member>,
  prefix: string,
  directory: string,
): void {
  const listed = new Set<string>();
  const { buffer, byteOffset, length } = record.data;
  const text = Buffer.from(buffer, byteOffset, length).toString('utf8');
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    const [rawPath = '', hash = '', size = ''] = csvFields(line);
    const path = rawPath.replace(/^(?:\.\/)+/, '');
    listed.add(path);
    const member = files.get(path);
    const exempt = EXEMPT.some((name) => path === `${directory}/${name}`);
    if (member === undefined) {
      if (!exempt && !path.endsWith('/') && !MADE_BY_INSTALLERS.test(path)) {
        context.anomaly(
          'record-listed-but-absent',
          prefix + showable(path.slice(0, context.limits.pathBytes)),
          'listed in RECORD, not in the wheel',
        );
      }
      continue;
    }
    if (exempt || !member.readable) continue;
    const problem = hash === '' ? 'RECORD has no hash for it' : disagreement(member, hash, size);
    if (problem !== null) context.anomaly('record-mismatch', member.path, problem);
  }
  for (const [path, member] of files) {
    if (listed.has(path) || EXEMPT.some((name) => path === `${directory}/${name}`)) continue;
    context.anomaly('record-unlisted-member', member.path, 'in the wheel, not listed in RECORD');
  }
}

/** Checks every RECORD of the archive. `members` are those of one archive, paths below `prefix`. */
export function checkRecords(context: UnpackContext, members: Member[], prefix: string): void {
  const files = new Map<string, Member>();
  const directories = new Set<string>();
  for (const member of members) {
    if (!member.installed || member.type !== 'file') continue;
    const path = member.path.slice(prefix.length);
    files.set(path, member);
    const match = DIST_INFO.exec(path);
    if (match !== null) directories.add(match[1]!);
  }
  for (const directory of directories) {
    const record = files.get(`${directory}/RECORD`);
    if (record === undefined) {
      context.anomaly('record-missing', `${prefix}${directory}/RECORD`, 'the wheel has no RECORD');
    } else if (record.readable) checkRecord(context, record, files, prefix, directory);
  }
}
