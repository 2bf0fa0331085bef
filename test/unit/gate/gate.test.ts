import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findForward } from '../../../src/store/forwards.ts';
import { createToken } from '../../../src/store/tokens.ts';
import {
  BOUNDARY,
  basic,
  type Distribution,
  example,
  type FormPart,
  formOf,
  type ListeningGate,
  listenGate,
  partsOf,
  post,
  type RecordingIndex,
  recordingIndex,
  STRICT,
  uploaderToken,
  wheel,
} from '../../support/gate.ts';
import { openTestService, type TestService } from '../../support/service.ts';

describe('the upload gate', () => {
  let service: TestService;
  let index: RecordingIndex;
  let gate: ListeningGate;
  let token: string;
  const outcomes: string[] = [];

  before(async () => {
    index = await recordingIndex();
    service = await openTestService({ policy: STRICT });
    gate = await listenGate(
      service,
      { upstream: index.url, report: (outcome) => void outcomes.push(outcome) },
      false,
    );
    token = await uploaderToken(service);
  });
  beforeEach(() => {
    index.seen.length = 0;
    outcomes.length = 0;
    index.behave = (_request, response) => void response.end();
  });
  after(async () => {
    await gate?.close();
    await service?.close();
    await index?.close();
  });

  const upload = (parts: readonly FormPart[], authorization = basic(token)) =>
    post(gate.url, formOf(parts), authorization);
  const without = (parts: readonly FormPart[], name: string) => parts.filter((part) => part.name !== name);
  const replaced = (parts: readonly FormPart[], name: string, change: Partial<FormPart>) =>
    parts.map((part) => (part.name === name ? { ...part, ...change } : part));
  const forwardOf = ({ document }: { document: Record<string, unknown> }) =>
    findForward(service.database.db, String(document.reference));
  const incoming = () => readdir(path.join(service.folder, 'vault', 'incoming'));

  describe('what is released', () => {
    it('is sent on with every field, in order and byte for byte, wherever the file stands', async () => {
      const file = wheel('in-order', '1.0');
      const odd: FormPart[] = [
        { name: 'description', value: 'ünï\r\n--test-boundar\r\n\0\t "quotes"\n\n' },
        { name: 'attestations', value: '[{"version":1,"x":"\\u00e9","n":1.0e3,"s":"a  b"}]' },
        { name: 'classifiers', value: '' },
        { name: 'keywords', value: Buffer.from([0xff, 0xfe, 0x80, 0x0d, 0x0a]) },
        { name: 'gpg_signature', value: 'signature', filename: `${file.filename}.asc`, type: 'text/plain' },
      ];
      const parts = [...odd, ...partsOf(file, 'in-order', '1.0')];
      const first = [...parts.filter(({ name }) => name === 'content'), ...without(parts, 'content')];
      for (const order of [parts, first]) {
        index.seen.length = 0;
        const answer = await upload(order);
        assert.deepEqual(
          [answer.status, answer.line],
          [200, `Published. The index answered 200: OK. Reference: ${answer.document.reference}`],
        );
        const [sent] = index.seen;
        assert.equal(sent!.authorization, basic('of the index', 'gate'));
        assert.equal(sent!.contentLength, String(sent!.body.byteLength));
        const [, boundary] = /^multipart\/form-data; boundary=(lazaret-[0-9a-f]{48})$/.exec(
          sent!.contentType,
        )!;
        assert.deepEqual(sent!.body, formOf(order, boundary));
        const row = await forwardOf(answer);
        assert.deepEqual(
          [row?.state, row?.attempts, row?.status, row?.leasedUntil],
          ['forwarded', 1, 200, null],
        );
      }
      assert.deepEqual(outcomes, ['published', 'published']);
      assert.deepEqual(await incoming(), []);
    });

    it('gets the answer of the index: what it refuses, and what it has already', async () => {
      const cases: [number, string, string, number, RegExp, string][] = [
        [
          409,
          'Conflict',
          '',
          409,
          /^The file already exists\. The index answered 409: Conflict\. Ref/,
          'exists',
        ],
        [
          400,
          'File already exists',
          '<html>no</html>',
          400,
          /already exists\. The index answered 400: File already/,
          'exists',
        ],
        [
          403,
          'Forbidden',
          'The user ada may not upload to it',
          403,
          /^Refused by the index\..*ada may not/,
          'rejected',
        ],
        [
          400,
          'Bad\tRequest',
          'x\r\ny',
          400,
          /^Refused by the index\. The index answered 400: Bad Request x y\./,
          'rejected',
        ],
      ];
      for (const [number, [status, reason, body, told, line, outcome]] of cases.entries()) {
        index.behave = (_request, response) => void response.writeHead(status, reason).end(body);
        const answer = await upload(partsOf(wheel('relayed', `1.${number}`), 'relayed', `1.${number}`));
        assert.equal(answer.status, told);
        assert.match(answer.line, line);
        assert.equal(answer.document.outcome, outcome);
        const row = await forwardOf(answer);
        assert.deepEqual([row?.state, row?.status], ['rejected', status]);
      }
    });
  });

  describe('what is not released', () => {
    it('is refused or withheld with its reason in the status line and the body, and goes nowhere', async () => {
      const cases: [Distribution, string, RegExp, string][] = [
        [
          example('decode-exec-1.0'),
          'decode-exec',
          /^Refused\. Executes code that it decodes .*setup\.py:7/,
          'refused',
        ],
        [
          example('nested-archive-1.0'),
          'nested-archive',
          /^Withheld\. Executes code that it fetches/,
          'withheld',
        ],
      ];
      for (const [file, name, line, outcome] of cases) {
        const answer = await upload(partsOf(file, name, '1.0'));
        const { reference, reasons, detail } = answer.document;
        assert.equal(answer.status, 403);
        assert.match(answer.line, line);
        assert.ok(answer.line.endsWith(` Reference: ${reference}`));
        assert.equal(answer.document.outcome, outcome);
        assert.ok(String(detail).startsWith((reasons as string[]).join(' ')));
        const row = await forwardOf(answer);
        assert.deepEqual([row?.state, row?.attempts, row?.leasedUntil], ['waiting', 0, null]);
      }
      assert.deepEqual(outcomes, ['refused', 'withheld']);
      assert.deepEqual(index.seen, []);
    });

    it('is accepted and withheld where the operator prefers that', async () => {
      const lenient = await listenGate(service, { upstream: index.url, withheld: 'accept' }, false);
      const parts = partsOf(example('nested-archive-1.0'), 'nested-archive', '1.0');
      const answer = await post(lenient.url, formOf(parts), basic(token)).finally(lenient.close);
      assert.equal(answer.status, 200);
      assert.match(answer.line, /^Withheld\. Executes code that it fetches .* Reference: /);
      assert.deepEqual(index.seen, []);
    });
  });

  describe('an upload that contradicts itself', () => {
    const file = wheel('honest', '1.0');
    const honest = partsOf(file, 'honest', '1.0');
    const wrong = '0'.repeat(64);

    const cases: [string, FormPart[], RegExp][] = [
      ['sha256', replaced(honest, 'sha256_digest', { value: wrong }), /not have the sha256_digest/],
      ['md5', [...honest, { name: 'md5_digest', value: wrong.slice(32) }], /not have the md5_digest/],
      ['blake2', [...honest, { name: 'blake2_256_digest', value: wrong }], /not have the blake2_256_digest/],
      ['no action', without(honest, ':action'), /:action here is file_upload, not none/],
      ['another action', replaced(honest, ':action', { value: 'submit' }), /not submit/],
      [
        'another protocol',
        replaced(honest, 'protocol_version', { value: '2' }),
        /protocol_version here is 1/,
      ],
      ['no name', without(honest, 'name'), /no name or no version/],
      ['no version', without(honest, 'version'), /no name or no version/],
      ['no file', without(honest, 'content'), /content is missing/],
      [
        'file as text',
        [...without(honest, 'content'), { name: 'content', value: 'x' }],
        /file name in content .*none/,
      ],
      ['two files', [...honest, honest.at(-1)!], /two fields content/],
      ['two names', [...honest, { name: 'name', value: 'other' }], /two fields name/],
      [
        'two attestations',
        [...honest, ...['[]', '[]'].map((value) => ({ name: 'attestations', value }))],
        /two fields att/,
      ],
      [
        'a file in a field',
        [...honest, { name: 'summary', value: 'x', filename: 'x.txt' }],
        /field summary is a file/,
      ],
      [
        'lying name in the form',
        replaced(honest, 'name', { value: 'other' }),
        /does not belong to other 1\.0/,
      ],
      [
        'lying version in the form',
        replaced(honest, 'version', { value: '2.0' }),
        /does not belong to honest 2\.0/,
      ],
      ['no project name', replaced(honest, 'name', { value: 'a b' }), /a b is not a valid project name/],
      ['a type that it is not', replaced(honest, 'filetype', { value: 'sdist' }), /says filetype sdist/],
      ['an unknown type', replaced(honest, 'content', { filename: 'honest-1.0.exe' }), /Only wheels/],
      ...[
        '../honest-1.0.tar.gz',
        'a/honest-1.0.tar.gz',
        '..',
        '.honest',
        'h\\onest-1.0.tar.gz',
        'C:honest-1.0.tar.gz',
        'honest-1.0..tar.gz',
        'honest 1.0.tar.gz',
        `${'h'.repeat(300)}-1.0.tar.gz`,
      ].map((filename): [string, FormPart[], RegExp] => [
        `path ${filename}`,
        replaced(honest, 'content', { filename }),
        /not one of a distribution|Content-Disposition/,
      ]),
    ];
    for (const [what, parts, message] of cases) {
      it(`is refused: ${what}`, async () => {
        const answer = await upload(parts);
        assert.equal(answer.status, 400);
        assert.match(String(answer.document.detail), message);
        assert.ok(answer.line.length > 10 && answer.line.length <= 240);
        assert.deepEqual(await incoming(), []);
        assert.deepEqual(index.seen, []);
      });
    }

    it('is refused when form and file name agree and the archive says otherwise', async () => {
      const lying = { filename: 'trusted-9.0-py3-none-any.whl', bytes: wheel('impostor', '1.0').bytes };
      const answer = await upload(partsOf(lying, 'trusted', '9.0'));
      assert.equal(answer.status, 400);
      assert.match(
        answer.line,
        /^Invalid upload\. The form says name trusted; the archive's metadata say impostor\./,
      );
      const row = await forwardOf(answer);
      assert.equal(row?.state, 'rejected');
      assert.deepEqual(index.seen, []);
    });

    it('is taken with digests that are right in any case', async () => {
      const digest = String(honest.find(({ name }) => name === 'sha256_digest')!.value).toUpperCase();
      const answer = await upload(replaced(honest, 'sha256_digest', { value: digest }));
      assert.equal(answer.status, 200);
    });
  });

  describe('somebody', () => {
    const parts = partsOf(wheel('somebody', '1.0'), 'somebody', '1.0');

    it('unknown is asked for a token', async () => {
      for (const authorization of ['', basic('lzr_wrong'), 'Bearer lzr_wrong', 'Basic !', 'Digest x']) {
        const headers = { authorization, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
        const answer = await fetch(gate.url, { method: 'POST', headers, body: formOf(parts) });
        assert.equal(answer.status, 401);
        assert.equal(answer.headers.get('www-authenticate'), 'Basic realm="lazaret"');
        assert.match(answer.statusText, /^Unauthorized\. /);
      }
    });

    it('of another role is refused', async () => {
      const other = {
        name: 'reader',
        role: 'ingest',
        uploader: null,
        actor: 'setup',
        expiresAt: null,
      } as const;
      const { secret } = await createToken(service.database.db, other);
      const answer = await upload(parts, basic(secret));
      assert.equal(answer.status, 403);
      assert.match(answer.line, /role uploader/);
    });

    it('may use a bearer token, and both addresses', async () => {
      assert.equal((await upload(parts, `Bearer ${token}`)).status, 200);
      assert.equal((await post(gate.url.replace(/\/$/, ''), formOf(parts), basic(token))).status, 200);
    });

    it('in a browser is refused, and who looks is told', async () => {
      const headers = { authorization: basic(token), origin: 'https://evil.example' };
      assert.equal((await fetch(gate.url, { method: 'POST', headers })).status, 403);
      assert.equal((await fetch(gate.url)).status, 405);
    });

    it('without a form is refused', async () => {
      for (const type of [
        'application/json',
        'text/plain',
        'multipart/form-data',
        'application/x-www-form-urlencoded',
      ]) {
        const headers = { authorization: basic(token), 'content-type': type };
        const answer = await fetch(gate.url, { method: 'POST', headers, body: '{}' });
        assert.equal(answer.status, 400, type);
      }
    });
  });
});
