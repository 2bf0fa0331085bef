import type { DistributionKind, Member, Unpacked } from '../../src/contracts/member.ts';

/** A readable file member as an installer would see it. */
export function file(path: string, content: Uint8Array | string, more: Partial<Member> = {}): Member {
  const data = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return {
    path,
    depth: 0,
    type: 'file',
    link: null,
    data,
    size: data.length,
    readable: true,
    declaredSize: data.length,
    mode: 0o644,
    mtime: 0,
    installed: true,
    ...more,
  };
}

/** An unpacked distribution without anomalies. */
export function unpacked(kind: DistributionKind, members: Member[], more: Partial<Unpacked> = {}): Unpacked {
  const format = kind === 'sdist' ? 'tar.gz' : kind === 'directory' ? 'directory' : 'zip';
  return { kind, format, members, anomalies: [], limitations: [], ...more };
}

/** An sdist whose files lie under one root folder; contents by path below it. */
export function sdist(root: string, files: Record<string, Uint8Array | string>): Unpacked {
  return unpacked(
    'sdist',
    Object.entries(files).map(([path, content]) => file(`${root}/${path}`, content)),
  );
}

/** A wheel of these files. */
export function wheel(files: Record<string, Uint8Array | string>): Unpacked {
  return unpacked(
    'wheel',
    Object.entries(files).map(([path, content]) => file(path, content)),
  );
}
