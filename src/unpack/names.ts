/** Names of one archive against each other: duplicates and names that only some file systems tell apart. */
import type { ArchiveAnomalyCode, Member } from '../contracts/member.ts';
import type { UnpackContext } from './context.ts';

const sameContent = (a: Member, b: Member): boolean =>
  a.readable && b.readable && a.link === b.link && a.size === b.size && Buffer.compare(a.data, b.data) === 0;

/**
 * Of several installed members with one path the last one wins, on disk and in Python's index by name. Equal
 * copies disagree about nothing and are not reported.
 */
export function settleDuplicates(context: UnpackContext, members: Member[], code: ArchiveAnomalyCode): void {
  const last = new Map<string, Member>();
  for (const member of members) {
    if (!member.installed || member.type === 'directory') continue;
    const earlier = last.get(member.path);
    last.set(member.path, member);
    if (earlier === undefined) continue;
    earlier.installed = false;
    if (sameContent(earlier, member)) continue;
    context.anomaly(
      code,
      member.path,
      `${earlier.size} bytes first, then ${member.size} bytes; the last one is installed`,
    );
  }
}

/** Reports names that differ only in case, or only in Unicode normalisation (NFC, NFKC as Python's imports). */
export function reportCollisions(context: UnpackContext, members: Member[]): void {
  const byCase = new Map<string, string>();
  const byForm = new Map<string, string>();
  for (const { path, type, installed } of members) {
    if (!installed || type === 'directory') continue;
    const folded = path.toLowerCase();
    const form = path.normalize('NFKC');
    const otherCase = byCase.get(folded);
    const otherForm = byForm.get(form);
    if (otherForm !== undefined && otherForm !== path) {
      context.anomaly('path-unicode-collision', path, `looks like or is imported as ${otherForm}`);
    } else if (otherCase !== undefined && otherCase !== path) {
      context.anomaly('path-case-collision', path, `differs from ${otherCase} only in case`);
    }
    if (otherCase === undefined) byCase.set(folded, path);
    if (otherForm === undefined) byForm.set(form, path);
  }
}

/** Takes out what stands behind the end but only repeats an installed member: nothing is learnt from reading it twice. */
export function dropRepeated<M extends Member>(members: M[]): void {
  const installed = new Map(
    members.filter((member) => member.installed).map((member) => [member.path, member]),
  );
  let kept = 0;
  for (const member of members) {
    const twin = member.installed ? undefined : installed.get(member.path);
    const repeats = twin !== undefined && twin.type === member.type && twin.link === member.link;
    if (!repeats || Buffer.compare(twin.data, member.data) !== 0) members[kept++] = member;
  }
  members.length = kept;
}
