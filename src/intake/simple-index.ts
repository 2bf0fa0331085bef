import { InfrastructureError } from '../contracts/errors.ts';
import { type AnchorPage, readAnchors } from './anchors.ts';
import { asRecord, asText, hashesOf, indexFile } from './index-file.ts';

/** One file of a project's page. */
export interface IndexFile {
  filename: string;
  /** Absolute, without fragment. */
  url: string;
  /** Lower-case hex, or null when the index gives none. */
  sha256: string | null;
  /** Bytes, or null when the index does not say. */
  size: number | null;
  yanked: boolean;
}

/** One file with everything else that an index may say of it (PEP 592, 658, 691, 700, 714, 740). */
export interface ListedFile extends IndexFile {
  /** Lower-case hex by algorithm as `hashlib` names them, those of the right length only. */
  hashes: Record<string, string>;
  /** Why it was yanked, '' without a reason. */
  yankedReason: string;
  requiresPython: string | null;
  /** Hashes of the metadata file that is served beside it, perhaps none; null when none is served. */
  metadata: Record<string, string> | null;
  /** ISO 8601. */
  uploadTime: string | null;
  /** Absolute address of its provenance. */
  provenance: string | null;
}

/** A project's page. */
export interface ProjectPage {
  files: ListedFile[];
  /** PEP 792: as the index words it, null when it says nothing. */
  status: string | null;
  statusReason: string;
}

/** Media types in order of preference, PEP 691. */
export const SIMPLE_ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/**
 * A project page of a simple index: PEP 691 JSON or PEP 503 HTML, by the answer's media type.
 * @param url the address that answered, base of relative links.
 * @throws InfrastructureError `protocol` when the page is neither.
 */
export function readProjectPage(bytes: Uint8Array, contentType: string, url: string): ProjectPage {
  const page = readPage(bytes, contentType);
  return 'json' in page ? jsonProject(page.json, url) : htmlProject(page.html, url);
}

/**
 * Names of the projects of a simple index, as its root lists them.
 * @throws InfrastructureError `protocol` when the page is neither JSON nor HTML.
 */
export function readProjectList(bytes: Uint8Array, contentType: string): string[] {
  const page = readPage(bytes, contentType);
  if ('json' in page) {
    const { projects } = page.json;
    if (!Array.isArray(projects)) throw wrong('the index lists no projects');
    return projects.flatMap((entry) => asText(asRecord(entry).name) ?? []);
  }
  return page.html.anchors.flatMap(({ attributes }) => {
    const segment = /([^/]+)\/?$/.exec((attributes.get('href') ?? '').replace(/[?#].*$/s, ''))?.[1];
    return segment === undefined ? [] : [segment];
  });
}

function readPage(
  bytes: Uint8Array,
  contentType: string,
): { json: Record<string, unknown> } | { html: AnchorPage } {
  const text = new TextDecoder().decode(bytes);
  if (contentType === 'application/vnd.pypi.simple.v1+json' || contentType === 'application/json') {
    const json = asRecord(parseJson(text));
    const apiVersion = asRecord(json.meta)['api-version'];
    if (typeof apiVersion === 'string' && !apiVersion.startsWith('1.'))
      throw wrong(`the index speaks version ${apiVersion.slice(0, 20)} of the simple API`);
    return { json };
  }
  if (contentType === 'application/vnd.pypi.simple.v1+html' || contentType === 'text/html')
    return { html: readAnchors(text) };
  throw wrong(`the index answered with media type "${contentType.slice(0, 80)}"`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InfrastructureError('protocol', 'the index page is not valid JSON', { cause });
  }
}

function wrong(what: string): InfrastructureError {
  return new InfrastructureError('protocol', what);
}

function jsonProject(page: Record<string, unknown>, base: string): ProjectPage {
  if (!Array.isArray(page.files)) throw wrong('the index page lists no files');
  const files = page.files.flatMap((entry) => {
    const file = asRecord(entry);
    if (typeof file.url !== 'string') return [];
    const { yanked } = file;
    // PEP 714: the old key counts only where the new one is absent.
    const metadata = 'core-metadata' in file ? file['core-metadata'] : file['dist-info-metadata'];
    return indexFile(base, file.url, {
      filename: asText(file.filename),
      hashes: asRecord(file.hashes),
      size: typeof file.size === 'number' && Number.isSafeInteger(file.size) ? file.size : null,
      yanked: yanked !== undefined && yanked !== null && yanked !== false,
      yankedReason: asText(yanked) ?? '',
      requiresPython: asText(file['requires-python']),
      metadata: metadata === true ? {} : metadata ? hashesOf(asRecord(metadata)) : null,
      uploadTime: asText(file['upload-time']),
      provenance: asText(file.provenance),
    });
  });
  const status = asRecord(page['project-status']);
  return { files, status: asText(status.status), statusReason: asText(status.reason) ?? '' };
}

function htmlProject({ base, anchors, meta }: AnchorPage, url: string): ProjectPage {
  const root = base !== null && URL.canParse(base, url) ? new URL(base, url).href : url;
  const files = anchors.flatMap(({ attributes }) => {
    const href = attributes.get('href');
    if (href === undefined) return [];
    const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
    return indexFile(root, href, {
      filename: null,
      hashes: {},
      size: null,
      yanked: attributes.has('data-yanked'),
      yankedReason: attributes.get('data-yanked') ?? '',
      requiresPython: attributes.get('data-requires-python') || null,
      metadata: metadata === undefined || metadata === 'false' ? null : metadataHash(metadata),
      uploadTime: null,
      provenance: attributes.get('data-provenance') ?? null,
    });
  });
  return {
    files,
    status: meta.get('pypi:project-status') ?? null,
    statusReason: meta.get('pypi:project-status-reason') ?? '',
  };
}

/** PEP 658: `sha256=…`, or `true`. */
function metadataHash(value: string): Record<string, string> {
  const at = value.indexOf('=');
  return at < 0 ? {} : hashesOf({ [value.slice(0, at)]: value.slice(at + 1) });
}
