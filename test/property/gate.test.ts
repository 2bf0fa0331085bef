import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { readParts } from '../../src/gate/multipart.ts';
import { packFields, unpackFields, writeForm } from '../../src/gate/write-form.ts';
import {
  BOUNDARY,
  basic,
  formOf,
  type ListeningGate,
  listenGate,
  partsOf,
  uploaderToken,
  wheel,
} from '../support/gate.ts';
import { openTestService, type TestService } from '../support/service.ts';

const SEED = 20261123;

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('forms', () => {
  it('come out as they went in, whatever their fields hold and however they arrive', async () => {
    // Values that look like what separates them, beside any bytes.
    const tricky = fc.constantFrom(
      '\r\n--test-boundary',
      '--test-boundary--\r\n',
      '\r\n\r\n',
      '\r',
      '\n--',
      '\r\n-',
      '',
    );
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .array(tricky, { maxLength: 4 })
        .map((parts) => Buffer.from(parts.join('x').replaceAll('--test-boundary', '--test-boundarx'))),
    );
    const field = fc.record({ name: fc.stringMatching(/^[a-z_:]{1,20}$/), value });
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { maxLength: 8 }),
        value,
        fc.integer({ min: 1, max: 90 }),
        async (fields, content, size) => {
          const file = { name: 'content', filename: 'a-1.0.zip', value: content };
          const read = [];
          for await (const part of readParts(inPieces(formOf([...fields, file]), size), BOUNDARY)) {
            read.push({ ...part, body: null, value: await bytesOf(part.body) });
          }
          assert.deepEqual(
            read.map(({ name, value: found }) => [name, found]),
            [...fields, file].map(({ name, value: sent }) => [name, Buffer.from(sent)]),
          );
          const kept = read.map(({ name, filename, contentType, value: found }) => {
            return { name, filename, contentType, value: name === 'content' ? null : found };
          });
          const body = () => inPieces(content, size);
          const written = writeForm(unpackFields(packFields(kept)), {
            bytes: content.byteLength,
            body: body(),
          });
          const sent = await bytesOf(written.body);
          assert.equal(sent.byteLength, written.bytes);
          const again: [string, Buffer][] = [];
          for await (const part of readParts(
            inPieces(sent, size),
            written.contentType.split('boundary=')[1]!,
          )) {
            again.push([part.name, await bytesOf(part.body)]);
          }
          // A second field of this name is the file's stand-in only once.
          const count = fields.filter(({ name }) => name === 'content').length;
          if (count === 0)
            assert.deepEqual(
              again,
              read.map(({ name, value: found }) => [name, found]),
            );
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });
});

/** Small numbers that look random and are the same every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const SPLICES = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '"',
  ';',
  `\r\n--${BOUNDARY}\r\n`,
  `\r\n--${BOUNDARY}--`,
  '--',
  ': ',
  '\r\n\r\n',
  'name="content"',
  '; filename="../x"',
  "filename*=utf-8''x",
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Disposition: form-data; name="content"; filename="a-1.0.zip"\r\n\r\n',
  '\xff',
];

function mutated(body: Buffer, roll: (sides: number) => number): Buffer {
  let result = body;
  for (let count = 1 + roll(4); count > 0; count -= 1) {
    const [at, span] = [roll(result.byteLength), roll(60)];
    const rest = result.subarray(at + span);
    const pieces: Buffer[][] = [
      [result.subarray(0, at), rest],
      [result.subarray(0, at + span), result.subarray(at)],
      [result.subarray(0, at), Buffer.from(SPLICES[roll(SPLICES.length)]!, 'latin1'), result.subarray(at)],
      [result.subarray(0, at), Buffer.from([roll(256)]), result.subarray(at + 1)],
      [result.subarray(0, at)],
    ];
    result = Buffer.concat(pieces[roll(pieces.length)]!);
  }
  return result;
}

describe('the upload gate, to hostile senders', () => {
  let service: TestService;
  let gate: ListeningGate;
  let authorization: string;

  before(async () => {
    service = await openTestService({ worker: false });
    const bounds = { maxBytes: 100_000, verdictMs: 0, uploadIdleMs: 500 };
    gate = await listenGate(service, { upstream: 'http://127.0.0.1:9/', ...bounds }, false);
    authorization = basic(await uploaderToken(service));
  });
  after(async () => {
    await gate?.close();
    await service?.close();
  });

  /**
   * Sends a request over a socket of its own.
   * @param declared its content-length
   * @param hangUp whether the connection is cut behind the body
   * @returns the status, or null when the connection ended without one
   */
  function send(
    body: Uint8Array,
    declared: number,
    hangUp: boolean,
    type = `multipart/form-data; boundary=${BOUNDARY}`,
  ) {
    const { hostname, port } = new URL(gate.url);
    const head = `POST /legacy/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${authorization}\r\nContent-Type: ${type}\r\nContent-Length: ${declared}\r\n\r\n`;
    return new Promise<{ status: number | null; line: string }>((resolve) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.setTimeout(20_000, () => socket.destroy());
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        const line = text.split('\r\n', 1)[0]!;
        const status = /^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1];
        resolve({ status: status === undefined ? null : Number(status), line });
      });
      socket.write(head);
      socket.write(body, () => hangUp && socket.destroy());
    });
  }

  async function nothingLeft(): Promise<void> {
    const folder = path.join(service.folder, 'vault', 'incoming');
    const until = Date.now() + 5000;
    while ((await readdir(folder)).length > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(await readdir(folder), []);
  }

  const file = wheel('fuzzed', '1.0');
  const form = formOf([
    { name: 'description', value: 'a\r\n'.repeat(30) },
    ...partsOf(file, 'fuzzed', '1.0'),
  ]);

  it('answers the form itself', async () => {
    assert.deepEqual((await send(form, form.byteLength, false)).status, 200);
  });

  it('never fails at what has been damaged, and keeps nothing of it', async () => {
    const roll = dice(SEED);
    const counts = new Map<number | null, number>();
    for (let round = 0; round < 400; round += 1) {
      const body = mutated(form, roll);
      const { status, line } = await send(body, body.byteLength, false);
      assert.ok(status !== null && [200, 400, 413].includes(status), `round ${round}: ${line}`);
      assert.match(line, /^[\x20-\x7e]+$/);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    // Some are damaged where nobody looks, most are not.
    assert.ok((counts.get(400) ?? 0) > 200 && (counts.get(200) ?? 0) > 5, JSON.stringify([...counts]));
    await nothingLeft();
  });

  it('lets go of whoever hangs up in the middle, or falls silent', async () => {
    const roll = dice(SEED + 1);
    for (let round = 0; round < 40; round += 1) {
      const { status } = await send(form.subarray(0, roll(form.byteLength)), form.byteLength, true);
      assert.ok(status === null || status === 400, String(status));
    }
    const silent = await Promise.all(
      [50, 400, 1200].map((cut) => send(form.subarray(0, cut), form.byteLength, false)),
    );
    assert.deepEqual(
      silent.map(({ status }) => status),
      [408, 408, 408],
    );
    await nothingLeft();
  });

  it('refuses bodies that never end, and sizes that are lies', async () => {
    const endless = formOf([{ name: 'content', filename: 'a-1.0.zip', value: Buffer.alloc(300_000, 'x') }]);
    assert.equal((await send(endless, endless.byteLength, false)).status, 413);
    assert.equal((await send(form, 10_000_000_000, false)).status, 413);
    assert.equal((await send(form, 100, false)).status, 400);
    const preamble = Buffer.concat([Buffer.alloc(90_000, 'x'), form]);
    assert.equal((await send(preamble, preamble.byteLength, false)).status, 400);
    assert.equal((await send(form, form.byteLength, false, 'multipart/form-data')).status, 400);
    await nothingLeft();
  });
});
