/**
 * `multipart/form-data` (RFC 7578) as upload tools write it, read as a stream. What tools do not write is refused: a
 * body that two readers could understand differently is how a file that was screened becomes one that was not.
 */

import { GATE_HEADER_BYTES } from '../service-limits.ts';
import { malformed } from './refusal.ts';

export interface Part {
  name: string;
  /** Null for a plain field. */
  filename: string | null;
  /** As sent; null when it was not. */
  contentType: string | null;
  /** Its bytes, until the next part is asked for. */
  body: AsyncIterable<Uint8Array>;
}

const BREAK = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');

/** The boundary that a `Content-Type` names. @throws Problem 400 unless it is multipart/form-data with a valid one */
export function boundaryOf(contentType: string | undefined): string {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((text) => text.trim());
  if (type.toLowerCase() !== 'multipart/form-data') throw malformed('it is not multipart/form-data');
  const named = parameters.filter((text) => /^boundary=/i.test(text)).map((text) => text.slice(9));
  // RFC 2046, section 5.1.1, without what would need thought: blanks.
  const boundary = /^"?([\w'()+,./:=?-]{1,70})"?$/.exec(named[0] ?? '')?.[1];
  if (boundary === undefined || named.length > 1) throw malformed('it names no single valid boundary');
  return boundary;
}

/** The parts of a body, each to be read before the next. @throws Problem 400 where it is not well-formed */
export async function* readParts(
  source: AsyncIterator<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void, undefined> {
  const input = new Input(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let before = 0;
  for await (const chunk of input.until(delimiter)) {
    // The input starts with a line break of our own; the oldest tools send one more.
    before += chunk.byteLength;
    if (before > BREAK.byteLength) throw malformed('something stands before the first part');
  }
  while (!(await atEnd(input))) {
    const headers = await readHeaders(input);
    const body = input.until(delimiter);
    yield { ...headers, body };
    // What the reader has left.
    for await (const _ of body);
  }
  if (!(await input.exhausted())) throw malformed('something stands behind the last part');
}

/** Past a delimiter: whether it was the closing one. */
async function atEnd(input: Input): Promise<boolean> {
  const next = (await input.take(2)).toString('latin1');
  if (next !== '\r\n' && next !== '--')
    throw malformed('a boundary is followed by neither a part nor the end');
  return next === '--';
}

async function readHeaders(input: Input): Promise<Omit<Part, 'body'>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of input.until(HEADERS_END)) {
    bytes += chunk.byteLength;
    if (bytes > GATE_HEADER_BYTES) throw malformed('the headers of a part are too long');
    chunks.push(chunk);
  }
  const lines = Buffer.concat(chunks).toString('latin1').split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([\w-]+):([\t\x20-\xff]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw malformed('a header of a part cannot be read');
    if (headers.has(name.toLowerCase())) throw malformed(`a part has two headers ${name}`);
    headers.set(name.toLowerCase(), value.trim());
  }
  const encoding = headers.get('content-transfer-encoding') ?? 'binary';
  if (!/^(?:binary|8bit|7bit)$/i.test(encoding)) throw malformed('a part is encoded once more');
  const contentType = headers.get('content-type') ?? null;
  return { ...readDisposition(headers.get('content-disposition') ?? ''), contentType };
}

/** RFC 7578, section 4.2, without escapes: no name of a field or distribution needs them. */
function readDisposition(text: string): Pick<Part, 'name' | 'filename'> {
  const [type = '', ...parameters] = text.split(';').map((parameter) => parameter.trim());
  const found = new Map<string, string>();
  for (const parameter of parameters) {
    const [, name, quoted, token] = /^([\w*-]+)=(?:"([^"\\]*)"|([^"\s]+))$/.exec(parameter) ?? [];
    const value = quoted ?? token;
    if (name === undefined || value === undefined || found.has(name.toLowerCase())) {
      throw malformed('the Content-Disposition of a part cannot be read');
    }
    found.set(name.toLowerCase(), value);
  }
  const name = found.get('name');
  if (type.toLowerCase() !== 'form-data' || name === undefined) throw malformed('a part has no name');
  if (found.has('filename*')) throw malformed('a file name is not ASCII');
  if (!/^[\w:.-]{1,64}$/.test(name)) throw malformed('the name of a field is unusual');
  return { name, filename: found.get('filename') ?? null };
}

/** Bytes that come in pieces, with what has not been taken yet. */
class Input {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = BREAK;

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source;
  }

  /** What comes before `mark`, which is taken as well. May be left and taken up again. */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      const end = at >= 0 ? at : this.#held.byteLength - mark.byteLength + 1;
      const found = this.#held.subarray(0, Math.max(0, end));
      this.#held = this.#held.subarray(found.byteLength + (at >= 0 ? mark.byteLength : 0));
      if (found.byteLength > 0) yield found;
      if (at >= 0) return;
      if (!(await this.#more())) throw malformed('it ends too early');
    }
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.byteLength < count) {
      if (!(await this.#more())) throw malformed('it ends too early');
    }
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Whether nothing but one line break is left. */
  async exhausted(): Promise<boolean> {
    while (this.#held.byteLength <= BREAK.byteLength && (await this.#more()));
    return this.#held.byteLength === 0 || this.#held.equals(BREAK);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#held = this.#held.byteLength === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
    return true;
  }
}
