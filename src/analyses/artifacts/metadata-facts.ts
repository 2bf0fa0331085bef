import type { Artifacts, StatedRequirement } from '../../contracts/artifact.ts';
import type { DependencyFact, Fact, MetadataFact } from '../../contracts/fact.ts';
import { METADATA_ITEMS, VALUE_TEXT_LIMIT } from '../../limits.ts';
import { wholeMember } from './place.ts';

/** What the uploader states of the distribution, and requirements that do not come from the index. */
export function metadataFacts(artifacts: Artifacts): Fact[] {
  const dependencies = artifacts.requirements.flatMap((stated) => dependencyFact(stated) ?? []);
  return [...metadataFact(artifacts), ...dependencies];
}

function metadataFact({ metadata, entryPoints, kind }: Artifacts): MetadataFact[] {
  if (!metadata) return [];
  const points = entryPoints.map(({ group, name, module, attribute }) => {
    return `${group}: ${name} = ${module}${attribute === '' ? '' : `:${attribute}`}`;
  });
  return [
    {
      kind: 'metadata',
      at: wholeMember(metadata.path),
      phase: 'none',
      name: metadata.name,
      version: metadata.version,
      summary: cut(metadata.summary),
      descriptionLength: metadata.description.length,
      homePage: cut(metadata.homePage),
      author: cut(metadata.author),
      authorEmail: cut(metadata.authorEmail),
      classifiers: metadata.classifiers.length,
      requires: metadata.requires.slice(0, METADATA_ITEMS).map(cut),
      entryPoints: points.slice(0, METADATA_ITEMS).map(cut),
      distributionKind: kind,
    },
  ];
}

/** Null for what an index serves. */
function dependencyFact({ text, path, line, isLink }: StatedRequirement): DependencyFact | null {
  const origin = isLink ? 'index-link' : originOf(text);
  if (origin === null) return null;
  const at = { path, line, column: line === 0 ? 0 : 1, layer: null };
  return { kind: 'dependency', at, phase: 'install', requirement: cut(text), origin };
}

/** PEP 508 direct references, and the older spellings that pip and setuptools take. */
function originOf(requirement: string): DependencyFact['origin'] | null {
  const at = requirement.indexOf('@');
  const reference = requirement.slice(at + 1).trim();
  const target = at > 0 && /^[\w.[\], -]+$/.test(requirement.slice(0, at)) ? reference : requirement.trim();
  if (/^(?:git|hg|svn|bzr)\+|^git(?:@|:\/\/)/i.test(target)) return 'vcs';
  if (/^file:|^\.{1,2}\/|^\//i.test(target)) return 'local';
  return /^(?:https?|ftp):\/\//i.test(target) ? 'url' : null;
}

function cut(text: string): string {
  return text.slice(0, VALUE_TEXT_LIMIT);
}
