/** An upload form: its fields in order and byte for byte, its file staged in the vault. */
import { InfrastructureError } from '../contracts/errors.ts';
import { Problem } from '../http/problem.ts';
import { GATE_FIELD_BYTES, GATE_FIELDS, GATE_FORM_BYTES } from '../service-limits.ts';
import type { Staged, Vault } from '../vault/vault.ts';
import { type Part, readParts } from './multipart.ts';
import { invalid, malformed, tooLarge } from './refusal.ts';

/** One part of the form as it is sent on. */
export interface Field {
  name: string;
  filename: string | null;
  contentType: string | null;
  /** Null for the distribution itself, whose bytes are in the vault. */
  value: Buffer | null;
}

export interface Upload {
  fields: Field[];
  filename: string;
  staged: Staged;
}

/** Fields that mean something when they come once; what else repeats is a list. */
const SINGLE = new Set([
  ':action',
  'protocol_version',
  'metadata_version',
  'name',
  'version',
  'filetype',
  'pyversion',
  'md5_digest',
  'sha256_digest',
  'blake2_256_digest',
  'attestations',
  'content',
  'gpg_signature',
]);

/** Characters of file names of distributions (PEP 427, PEP 625, legacy sdists) and of their signatures. */
const FILENAME = /^[a-z0-9][\w.+!-]{0,250}$/i;

/**
 * Reads a form to its end. Once this has resolved, the staged file is the caller's to keep or discard; when it throws,
 * nothing is left.
 * @throws Problem 400 or 413
 */
export async function readForm(
  source: AsyncIterator<Uint8Array>,
  boundary: string,
  vault: Vault,
  maxBytes: number,
): Promise<Upload> {
  const form = new FormReader(vault, maxBytes);
  try {
    for await (const part of readParts(source, boundary)) await form.take(part);
    return form.finish();
  } catch (error) {
    await form.discard();
    throw error;
  } finally {
    // Lets go of the request, so that what is left of it can be let through.
    await source.return?.();
  }
}

/** The one value of a field as text; null when it is absent. */
export function fieldText(fields: readonly Field[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value?.toString('utf8') ?? null;
}

class FormReader {
  readonly #vault: Vault;
  readonly #maxBytes: number;
  readonly #fields: Field[] = [];
  readonly #seen = new Set<string>();
  #bytes = 0;
  #staged: Staged | null = null;

  constructor(vault: Vault, maxBytes: number) {
    this.#vault = vault;
    this.#maxBytes = maxBytes;
  }

  async take(part: Part): Promise<void> {
    const { name, filename, contentType } = part;
    if (this.#fields.length >= GATE_FIELDS) throw malformed(`it has more than ${GATE_FIELDS} fields`);
    if (SINGLE.has(name) && this.#seen.has(name)) throw malformed(`it has two fields ${name}`);
    this.#seen.add(name);
    checkFilename(name, filename);
    const value = name === 'content' ? await this.#stage(part) : await this.#buffer(part);
    this.#fields.push({ name, filename, contentType, value });
  }

  finish(): Upload {
    const filename = this.#fields.find(({ name }) => name === 'content')?.filename ?? null;
    if (filename === null || this.#staged === null)
      throw invalid('The upload has no file: content is missing.');
    return { fields: this.#fields, filename, staged: this.#staged };
  }

  async discard(): Promise<void> {
    await this.#staged?.discard();
  }

  async #stage({ body }: Part): Promise<null> {
    try {
      this.#staged = await this.#vault.stage(body, this.#maxBytes);
      return null;
    } catch (error) {
      if (!(error instanceof InfrastructureError) || error.code !== 'too-large') throw error;
      throw tooLarge(this.#maxBytes);
    }
  }

  async #buffer({ name, body }: Part): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      this.#bytes += chunk.byteLength;
      if (bytes > GATE_FIELD_BYTES || this.#bytes > GATE_FORM_BYTES) {
        const limit = `${GATE_FIELD_BYTES} bytes a field, ${GATE_FORM_BYTES} together`;
        throw new Problem(413, 'Too large', `The field ${name} is too long: the limits are ${limit}.`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

/** A plain name of plain characters: it is written into requests, and other servers make paths of it. */
function checkFilename(field: string, filename: string | null): void {
  const isFile = field === 'content' || field === 'gpg_signature';
  if (!isFile && filename !== null) throw malformed(`the field ${field} is a file`);
  if (isFile && (filename === null || !FILENAME.test(filename) || filename.includes('..'))) {
    throw invalid(`The file name in ${field} is not one of a distribution: ${filename ?? 'none'}.`);
  }
}
