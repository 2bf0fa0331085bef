import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { InfrastructureError } from '../contracts/errors.ts';
import type { NewSubmission } from '../contracts/service.ts';
import { readAnchors } from '../intake/anchors.ts';
import { distributionFileKind, isProjectName, normaliseProject } from '../intake/names.ts';
import { SIMPLE_ACCEPT } from '../intake/simple-index.ts';
import { targetsFromFile } from '../intake/target-list.ts';
import { submit } from '../jobs/submit.ts';
import { INDEX_PAGE_BYTES } from '../limits.ts';
import type { Service } from '../service/service.ts';
import { knownHashes } from '../store/feeds.ts';
import type { Staged } from '../vault/vault.ts';
import { type Ask, bodyOf } from './ask.ts';
import type { BackfillItem, BackfillSource } from './backfill.ts';
import type { IndexReader } from './index-reader.ts';
import { stageFile } from './stage-file.ts';

/** Every distribution in a folder and below it, by path. Links are not followed. */
export function folderSource(service: Service, folder: string): BackfillSource {
  const root = path.resolve(folder);
  return {
    name: `folder ${root}`,
    items: async function* ({ after }) {
      for (const file of await filesIn(root)) {
        if (typeof after === 'string' && file <= after) continue;
        yield { label: file, cursor: { after: file }, take: () => takeFile(service, path.join(root, file)) };
      }
    },
  };
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isDistribution(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

function isDistribution(file: string): boolean {
  return distributionFileKind(file) !== 'other' || /\.egg$/i.test(file);
}

async function takeFile(service: Service, file: string): Promise<number> {
  const staged = await stageFile(service.vault, file);
  return take(service, staged, { filename: path.basename(file), url: null, project: null, version: null });
}

type Claims = Pick<NewSubmission, 'filename' | 'url' | 'project' | 'version'>;

async function take(service: Service, staged: Staged, claims: Claims): Promise<number> {
  try {
    await submit(service, staged, { ...claims, source: 'backfill', uploader: null });
    return 1;
  } finally {
    await staged.discard();
  }
}

/** Every project of an index with all its files, by name. */
export function indexSource(service: Service, ask: Ask, reader: IndexReader, root: string): BackfillSource {
  return {
    name: `index ${root}`,
    items: async function* ({ after }) {
      for (const project of await projectsOf(ask, root)) {
        if (typeof after === 'string' && project <= after) continue;
        yield {
          label: project,
          cursor: { after: project },
          take: async () => (await takeProject(service, reader, project, null)) ?? 0,
        };
      }
    },
  };
}

/** Lines of a file: paths of distributions, names of projects, or `name==version`. */
export function listSource(service: Service, file: string, reader: IndexReader): BackfillSource {
  const place = path.resolve(file);
  return {
    name: `list ${place}`,
    items: async function* ({ lines }): AsyncGenerator<BackfillItem> {
      let line = 0;
      for await (const text of targetsFromFile(place)) {
        line += 1;
        if (line <= Number(lines ?? 0)) continue;
        const [project, version = null] = text.split('==', 2);
        yield {
          label: text,
          cursor: { lines: line },
          take: () =>
            isProjectName(project!) && !isDistribution(text)
              ? takeNamed(service, reader, normaliseProject(project!), version)
              : takeFile(service, path.resolve(path.dirname(place), text)),
        };
      }
    },
  };
}

/** What somebody has named has to be there. */
async function takeNamed(service: Service, reader: IndexReader, project: string, version: string | null) {
  const taken = await takeProject(service, reader, project, version);
  if (taken === null) throw new InfrastructureError('not-found', 'the index lists no such file');
  return taken;
}

/** Null when the index lists nothing. */
async function takeProject(
  service: Service,
  reader: IndexReader,
  project: string,
  version: string | null,
): Promise<number | null> {
  const files = await reader.files(project, [{ project, version, filename: null }]);
  const hashes = files.flatMap(({ sha256 }) => sha256 ?? []);
  const known = await knownHashes(service.database.db, hashes);
  let taken = files.length === 0 ? null : 0;
  for (const file of files) {
    if (file.sha256 !== null && known.has(file.sha256)) continue;
    const staged = await reader.stage(file, service.vault);
    const { filename, url } = file;
    taken = (taken ?? 0) + (await take(service, staged, { filename, url, project, version: file.version }));
  }
  return taken;
}

/** PEP 503 names in order, of a list of projects in JSON or HTML. */
export async function projectsOf(ask: Ask, root: string): Promise<string[]> {
  const answer = await ask(root.endsWith('/') ? root : `${root}/`, { headers: { accept: SIMPLE_ACCEPT } });
  const text = Buffer.from(await bodyOf(answer, INDEX_PAGE_BYTES)).toString('utf8');
  const isJson = (answer.headers['content-type'] ?? '').includes('json');
  const names = isJson ? namesInJson(text) : namesInHtml(text);
  return [...new Set(names.filter(isProjectName).map(normaliseProject))].sort();
}

function namesInJson(text: string): string[] {
  try {
    const { projects } = JSON.parse(text) as { projects?: { name?: unknown }[] };
    return (projects ?? []).map(({ name }) => String(name));
  } catch (cause) {
    throw new InfrastructureError('protocol', 'the list of projects is no JSON', { cause });
  }
}

function namesInHtml(text: string): string[] {
  const links = readAnchors(text).anchors.map(({ attributes }) => attributes.get('href') ?? '');
  return links.map((link) => link.split(/[?#]/, 1)[0]!.replace(/\/$/, '').split('/').at(-1)!);
}
