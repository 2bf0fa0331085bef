/** What the proxy knows and decides, without HTTP: pages, files, clearance. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import { isProjectName, versionOf } from '../intake/names.ts';
import { readProjectList } from '../intake/simple-index.ts';
import type { Service } from '../service/service.ts';
import { PROXY_LOOK_MS, PROXY_NAMES_FRESH_MS, PROXY_PAGE_FETCHES, PROXY_WAITING } from '../service-limits.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { knownFile, knownFiles, type RememberedFile, rememberFiles } from '../store/index-files.ts';
import { indexStatusesOf } from '../store/index-statuses.ts';
import { type ClearanceOptions, clear } from './clearance.ts';
import { Custody, type Wanted } from './custody.ts';
import { comparable, type Listing, listProject, projectStatus, quarantinedReleases } from './listing.ts';
import { type CachedPage, PageCache } from './pages.ts';
import { isPlainName, type Project, type ProjectFile, readProject } from './project.ts';
import { absent, upstreamProblem, withheld } from './refusal.ts';
import { Turns } from './turns.ts';
import { openUpstream, type Upstream } from './upstream.ts';
import { within } from './within.ts';

export interface FrontOptions extends ClearanceOptions {
  /** Root of the simple index behind; may carry `user:password@`. */
  upstream: string;
  freshMs: number;
}

/** A page, and how it was come by. */
export interface Answered<T> extends Omit<CachedPage<T>, 'page'> {
  page: T;
}

export interface Cleared {
  sha256: string;
  listed: ProjectFile | null;
}

export class IndexFront {
  readonly upstream: Upstream;
  readonly #service: Service;
  readonly #options: FrontOptions;
  readonly #projects: PageCache<Project>;
  readonly #names: PageCache<string[]>;
  readonly #custody: Custody;

  constructor(service: Service, fetcher: Fetcher, options: FrontOptions) {
    const turns = new Turns(PROXY_PAGE_FETCHES, PROXY_WAITING);
    this.upstream = openUpstream(options.upstream, fetcher);
    this.#service = service;
    this.#options = options;
    this.#custody = new Custody(service, this.upstream);
    this.#projects = new PageCache(this.upstream, {
      turns,
      freshMs: options.freshMs,
      read: async (path, page) => {
        const project = readProject(path.slice(0, -1), page);
        const files = [...project.files.values()].map(({ size, ...file }) => ({ ...file, bytes: size }));
        await remember(service.database.db, project.name, files);
        return project;
      },
    });
    this.#names = new PageCache(this.upstream, {
      turns,
      freshMs: Math.min(options.freshMs * 10, PROXY_NAMES_FRESH_MS),
      read: async (_path, page) => readProjectList(page.bytes, page.contentType).filter(isProjectName),
    });
  }

  /** Names of all projects. @throws Problem */
  async names(): Promise<Answered<string[]>> {
    return found(this.#names.load(''), 'The list of projects');
  }

  /** What is offered of a project. @param name normalised @throws Problem */
  async project(name: string): Promise<Answered<Listing>> {
    const { page, ...rest } = await found(this.#projects.load(`${name}/`), name);
    const { db } = this.#service.database;
    const [known, statuses] = [await knownFiles(db, name), await indexStatusesOf(db, name)];
    return { ...rest, page: listProject(page, known, statuses, this.#options.unknown) };
  }

  /**
   * SHA-256 of a file that may be handed out now, and how the index lists it, if it does.
   * @param gone says that nobody waits any more
   * @throws Problem
   */
  async clear(project: string, filename: string, gone: AbortSignal): Promise<Cleared> {
    const { wanted, listed } = await this.#look(project, filename);
    return { sha256: await clear(this.#service, this.#custody, wanted, this.#options, gone), listed };
  }

  /** A file as the index behind lists it, when it is one that is offered. @throws Problem */
  async offered(project: string, filename: string): Promise<ProjectFile> {
    await this.#look(project, filename);
    const { page } = await this.project(project);
    const file = page.files.find((one) => one.filename === filename);
    if (file === undefined) throw absent(filename);
    return file;
  }

  close(): Promise<void> {
    return this.#custody.close();
  }

  /**
   * Finds a file, unless its project or release is quarantined. One that the index no longer lists, or that it cannot
   * be asked about, is found where it is remembered.
   */
  async #look(project: string, filename: string): Promise<{ wanted: Wanted; listed: ProjectFile | null }> {
    const version = isPlainName(filename) ? versionOf(filename, project) : null;
    if (version === null) throw absent('This file');
    const { db } = this.#service.database;
    const statuses = await indexStatusesOf(db, project);
    const remembered = await knownFile(db, project, filename);
    const { page, failure } = await this.#lookUpstream(project, (remembered?.sha256 ?? null) !== null);
    const { status, reason } = projectStatus(page, statuses);
    if (status === 'quarantined') throw quarantined(project, reason);
    const release = quarantinedReleases(statuses).get(comparable(version));
    if (release !== undefined) throw quarantined(`${project} ${version}`, release.reason);
    const listed = page?.files.get(filename);
    if (listed !== undefined) {
      const sha256 = listed.sha256 ?? remembered?.sha256 ?? null;
      return { wanted: { ...listed, project, sha256 }, listed };
    }
    if (remembered === null) throw failure === null ? absent(filename) : upstreamProblem(failure, project);
    const { sha256, bytes: size, url } = remembered;
    return { wanted: { project, version, filename, url, sha256, size, hashes: {} }, listed: null };
  }

  /** @param known whether the file can be found without: then an index that hangs does not hold it up */
  async #lookUpstream(
    project: string,
    known: boolean,
  ): Promise<{ page: Project | null; failure: InfrastructureError | null }> {
    try {
      const loading = this.#projects.load(`${project}/`);
      const loaded = known ? await within(loading, PROXY_LOOK_MS) : await loading;
      return { page: loaded?.page ?? null, failure: null };
    } catch (error) {
      if (error instanceof InfrastructureError) return { page: null, failure: error };
      throw error;
    }
  }
}

/** Indexes promise that a name never stands for other bytes; where one does, somebody should know. */
async function remember(db: Db, project: string, files: readonly RememberedFile[]): Promise<void> {
  for (const { filename, before, after } of await rememberFiles(db, project, files)) {
    await recordAudit(db, 'proxy', 'index-file.replaced', `${project}/${filename}`, { before, after });
  }
}

async function found<T>(loading: Promise<CachedPage<T>>, what: string): Promise<Answered<T>> {
  const { page, ...rest } = await loading.catch((error) => {
    throw upstreamProblem(error, what);
  });
  if (page === null) throw absent(what);
  return { page, ...rest };
}

function quarantined(what: string, reason: string): Error {
  return withheld(`${what} is quarantined${reason === '' ? '' : `: ${reason}`}.`);
}
