/** What kind of distribution the members make up, and whether the file's name agrees. */
import type { ArchiveFormat, DistributionKind, Member } from '../contracts/member.ts';
import type { UnpackContext } from './context.ts';
import { showable } from './member-path.ts';

const SUFFIXES: readonly (readonly [RegExp, ArchiveFormat])[] = [
  [/\.(?:whl|zip|egg)$/i, 'zip'],
  [/\.(?:tar\.gz|tgz)$/i, 'tar.gz'],
  [/\.(?:tar\.bz2|tbz2?)$/i, 'tar.bz2'],
  [/\.(?:tar\.xz|txz)$/i, 'tar.xz'],
  [/\.tar\.zst$/i, 'tar.zst'],
  [/\.(?:tar\.lzma|tlz)$/i, 'tar.lzma'],
  [/\.tar$/i, 'tar'],
];

/** Reports a name whose suffix promises another format. Names without a known suffix promise nothing. */
export function reportSuffix(context: UnpackContext, filename: string, format: ArchiveFormat): void {
  const promised = SUFFIXES.find(([pattern]) => pattern.test(filename))?.[1];
  if (promised === undefined || promised === format) return;
  context.anomaly(
    'suffix-mismatch',
    '',
    `${showable(filename.slice(-80))} is a ${format} file, not ${promised}`,
  );
}

/** Left beside the root by macOS and by tools that do not know PAX headers; installers ignore them. */
const INCIDENTAL = /^(?:\._.*|__MACOSX|\.DS_Store|pax_global_header|PaxHeaders?(?:\..*)?)$/;

interface Roots {
  directories: Set<string>;
  topFiles: Set<string>;
}

function rootsOf(members: Member[]): Roots {
  const roots: Roots = { directories: new Set(), topFiles: new Set() };
  for (const { path, type, installed, depth } of members) {
    if (!installed || depth > 0) continue;
    const slash = path.indexOf('/');
    const first = slash < 0 ? path : path.slice(0, slash);
    if (INCIDENTAL.test(first)) continue;
    if (slash < 0 && type !== 'directory') roots.topFiles.add(first);
    else roots.directories.add(first);
  }
  return roots;
}

const isWheelFile = (path: string): boolean => /^[^/]+\.dist-info\/(?:WHEEL|METADATA)$/.test(path);
const isSdistFile = (path: string): boolean =>
  /^(?:[^/]+\/)?(?:PKG-INFO|setup\.py|pyproject\.toml)$/.test(path);

/** Tells the kind by the files an installer looks for, and reports an sdist without one single root. */
export function identify(context: UnpackContext, members: Member[], format: ArchiveFormat): DistributionKind {
  const own = members.filter(({ depth, installed }) => depth === 0 && installed);
  if (format === 'zip' && own.some(({ path }) => isWheelFile(path))) return 'wheel';
  if (format === 'zip' && own.some(({ path }) => path.startsWith('EGG-INFO/'))) return 'egg';
  if (!own.some(({ path }) => isSdistFile(path))) return 'unknown';
  const { directories, topFiles } = rootsOf(own);
  if (directories.size !== 1 || topFiles.size > 0) {
    const names = [...directories, ...topFiles].slice(0, 5).map(showable).join(', ');
    context.anomaly(
      'several-roots',
      '',
      `${directories.size} directories and ${topFiles.size} files at the top: ${names}`,
    );
  }
  return 'sdist';
}
