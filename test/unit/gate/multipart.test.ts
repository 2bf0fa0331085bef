import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boundaryOf, readParts } from '../../../src/gate/multipart.ts';
import { GATE_HEADER_BYTES } from '../../../src/service-limits.ts';

/** Every part of a body that arrives in pieces of `size` bytes. */
async function partsOf(text: string, size = 1 << 20) {
  const bytes = Buffer.from(text, 'latin1');
  const source = (async function* () {
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
  })();
  const parts: [string, string | null, string | null, string][] = [];
  for await (const { name, filename, contentType, body } of readParts(source, 'b')) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    parts.push([name, filename, contentType, Buffer.concat(chunks).toString('latin1')]);
  }
  return parts;
}

const field = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const TWO = `${field('a', '1')}--b\r\nContent-Disposition: form-data; name="content"; filename="x.whl"\r\nContent-Type: application/zip\r\n\r\n\r\n--\r\n-\r\n--a\0\r\n--b--\r\n`;

describe('multipart', () => {
  it('reads parts byte for byte, however they arrive', async () => {
    const expected = [
      ['a', null, null, '1'],
      ['content', 'x.whl', 'application/zip', '\r\n--\r\n-\r\n--a\0'],
    ];
    for (const size of [1, 2, 3, 5, 7, 16, 64, 1000]) assert.deepEqual(await partsOf(TWO, size), expected);
  });

  it('reads what the oldest and the newest tools write', async () => {
    const cases: [string, string][] = [
      ['a line break first', `\r\n${field('a', '1')}--b--\r\n`],
      ['no line break last', `${field('a', '1')}--b--`],
      ['no quotes', '--b\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n'],
      [
        'further headers',
        '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Length: 1\r\n\r\n1\r\n--b--\r\n',
      ],
    ];
    for (const [what, body] of cases) assert.deepEqual(await partsOf(body), [['a', null, null, '1']], what);
    assert.deepEqual(await partsOf(`${field('a', '')}--b--`), [['a', null, null, '']]);
    assert.deepEqual(await partsOf('--b--\r\n'), []);
  });

  it('refuses what two readers may understand differently', async () => {
    const disposed = (header: string) => `--b\r\n${header}\r\n\r\n1\r\n--b--\r\n`;
    const named = 'Content-Disposition: form-data; name="a"';
    const cases: [string, string, RegExp][] = [
      ['text before', `x${field('a', '1')}--b--`, /before the first part/],
      ['text behind', `${field('a', '1')}--b--\r\nmore`, /behind the last part/],
      ['a second end', `${field('a', '1')}--b--\r\n--b--\r\n`, /behind the last part/],
      ['blanks behind a boundary', `--b \r\n${named}\r\n\r\n1\r\n--b--`, /neither a part nor the end/],
      ['bare line feeds', TWO.replaceAll('\r\n', '\n'), /neither a part nor the end/],
      [
        'a folded header',
        disposed('Content-Disposition: form-data;\r\n name="a"'),
        /header of a part cannot be read/,
      ],
      ['a bare break in a header', disposed('Content-Disposition: form-data; name="a\nb"'), /cannot be read/],
      ['two dispositions', disposed(`${named}\r\n${named}`), /two headers/],
      ['two names', disposed(`${named}; name="content"`), /Content-Disposition/],
      ['an escape', disposed('Content-Disposition: form-data; name="a\\"b"'), /Content-Disposition/],
      ['an extended file name', disposed(`${named}; filename*=utf-8''x.whl`), /not ASCII/],
      ['no disposition', disposed('Content-Type: text/plain'), /no name/],
      ['an attachment', disposed('Content-Disposition: attachment; name="a"'), /no name/],
      ['a name of blanks', disposed('Content-Disposition: form-data; name="a b"'), /unusual/],
      ['an encoding', disposed(`${named}\r\nContent-Transfer-Encoding: base64`), /encoded/],
      ['headers without end', `--b\r\nX: ${'x'.repeat(GATE_HEADER_BYTES)}\r\n\r\n`, /too long/],
      ['nothing', '', /too early/],
      ['half a boundary', '--', /too early/],
      ['no end', field('a', '1'), /too early/],
      ['an end cut short', `${field('a', '1')}--b-`, /too early/],
    ];
    for (const [what, body, message] of cases) {
      for (const size of [1, 1 << 20]) {
        await assert.rejects(partsOf(body, size), (error: Error & { status?: number }) => {
          assert.match(error.message, message, what);
          return error.status === 400;
        });
      }
    }
  });

  it('takes boundaries as RFC 2046 allows them', () => {
    const cases: [string | undefined, string | null][] = [
      ['multipart/form-data; boundary=abc', 'abc'],
      ['Multipart/Form-Data; charset=utf-8; Boundary="a=b"', 'a=b'],
      ['multipart/form-data', null],
      ['multipart/form-data; boundary=', null],
      [`multipart/form-data; boundary=${'a'.repeat(71)}`, null],
      ['multipart/form-data; boundary=a; boundary=b', null],
      ['multipart/form-data; boundary="a b"', null],
      ['multipart/mixed; boundary=a', null],
      ['application/json', null],
      [undefined, null],
    ];
    for (const [header, boundary] of cases) {
      if (boundary === null) assert.throws(() => boundaryOf(header), { status: 400 }, header);
      else assert.equal(boundaryOf(header), boundary);
    }
  });
});
