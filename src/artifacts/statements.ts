import type { Artifacts, CoreMetadata, EntryPoint, StatedRequirement } from '../contracts/artifact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import { METADATA_ITEMS } from '../limits.ts';
import type { LayoutHints } from './layout.ts';

/** Requirements not found where expected before looking for their lines ends: each look costs the whole text. */
const REQUIREMENT_MISSES = 20;

/** What files state, collected while they are read in order of authority. */
export interface Statements {
  metadata: CoreMetadata | null;
  entryPoints: EntryPoint[];
  requirements: StatedRequirement[];
  customCommands: string[];
  inTreeBackend: Artifacts['inTreeBackend'];
  hints: LayoutHints;
  limitations: Limitation[];
}

export function noStatements(): Statements {
  return {
    metadata: null,
    entryPoints: [],
    requirements: [],
    customCommands: [],
    inTreeBackend: null,
    hints: { roots: [], packageDir: [], topLevel: [], scripts: [], findsPackages: false },
    limitations: [],
  };
}

/** Fields of a lesser source fill what is still empty. */
export function mergeMetadata(to: Statements, found: CoreMetadata): void {
  const known = to.metadata;
  if (!known) {
    to.metadata = found;
    return;
  }
  to.metadata = {
    path: known.path,
    name: known.name ?? found.name,
    version: known.version ?? found.version,
    summary: known.summary || found.summary,
    description: known.description || found.description,
    homePage: known.homePage || found.homePage,
    author: known.author || found.author,
    authorEmail: known.authorEmail || found.authorEmail,
    classifiers: known.classifiers.length > 0 ? known.classifiers : found.classifiers,
    requires: known.requires,
    projectUrls: known.projectUrls.length > 0 ? known.projectUrls : found.projectUrls,
  };
}

/** Requirements with the lines that hold them. They are looked for in their order, so that this stays linear. */
export function stated(
  text: string,
  path: string,
  requirements: readonly string[],
  isLink = false,
): StatedRequirement[] {
  let from = 0;
  let line = 1;
  let misses = 0;
  return requirements.slice(0, METADATA_ITEMS).map((requirement) => {
    const probe = requirement.slice(requirement.indexOf('@') + 1).trim();
    const at = misses < REQUIREMENT_MISSES ? text.indexOf(probe, from) : -1;
    if (at < 0) {
      misses++;
      return { text: requirement, path, line: 0, isLink };
    }
    for (let index = from; index < at; index++) if (text[index] === '\n') line++;
    from = at;
    return { text: requirement, path, line, isLink };
  });
}

export function push<Item>(list: Item[], item: Item | null): void {
  if (item !== null) list.push(item);
}
