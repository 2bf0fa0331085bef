/** The form as it goes to the index behind: the same fields in the same order with the same bytes. */
import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Field } from './form.ts';

export interface FormBody {
  contentType: string;
  /** Known beforehand: many indexes take no chunked request. */
  bytes: number;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Writes a form anew rather than passing on what came: names and file names have been checked, the boundary is our own
 * and cannot occur in what an uploader wrote.
 * @param file the distribution's bytes, and how many these are
 */
export function writeForm(
  fields: readonly Field[],
  file: { bytes: number; body: AsyncIterable<Uint8Array> },
): FormBody {
  const boundary = `lazaret-${randomBytes(24).toString('hex')}`;
  const heads = fields.map((field, index) =>
    Buffer.from(`${index === 0 ? '' : '\r\n'}--${boundary}\r\n${headOf(field)}`),
  );
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  const values = fields.map(({ value }) => value?.byteLength ?? file.bytes);
  const bytes = [...heads.map((head) => head.byteLength), ...values].reduce(
    (sum, size) => sum + size,
    end.byteLength,
  );
  const body = (async function* () {
    for (const [index, { value }] of fields.entries()) {
      yield heads[index]!;
      if (value === null) yield* file.body;
      else if (value.byteLength > 0) yield value;
    }
    yield end;
  })();
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes, body };
}

function headOf({ name, filename, contentType }: Field): string {
  const disposition = `Content-Disposition: form-data; name="${name}"`;
  if (filename === null) return `${disposition}\r\n\r\n`;
  // A type that is more than a plain one adds nothing that an index asks for.
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType ?? '') ? contentType : 'application/octet-stream';
  return `${disposition}; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`;
}

/** Fields as they are kept in the store: gzip of JSON, values in base64. */
export function packFields(fields: readonly Field[]): Uint8Array {
  const kept = fields.map((field) => ({ ...field, value: field.value?.toString('base64') ?? null }));
  return gzipSync(JSON.stringify(kept));
}

export function unpackFields(packed: Uint8Array): Field[] {
  const kept = JSON.parse(gunzipSync(packed).toString('utf8')) as (Omit<Field, 'value'> & {
    value: string | null;
  })[];
  return kept.map((field) => ({
    ...field,
    value: field.value === null ? null : Buffer.from(field.value, 'base64'),
  }));
}
