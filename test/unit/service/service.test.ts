import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { policySchema } from '../../../src/actions/policy.ts';
import { submit } from '../../../src/jobs/submit.ts';
import { currentDisposition } from '../../../src/store/dispositions.ts';
import { submissionsOf } from '../../../src/store/submissions.ts';
import { documentOf } from '../../../src/store/verdicts.ts';
import { openTestService, stageBytes, type TestService } from '../../support/service.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const POLICY = policySchema.parse({ 'dry-run': false, verdict: { malicious: 'refused' } });

describe('the service, from submission to disposition', () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ policy: POLICY });
  });
  after(() => service.close());

  async function screened(example: string) {
    const { filename, bytes } = packExample(path.join(EXAMPLES, example));
    const staged = await stageBytes(service.vault, bytes);
    const submission = await submit(service, staged, {
      filename,
      source: 'api',
      uploader: 'someone',
      url: null,
      project: null,
      version: null,
    });
    const verdict = await service.verdicts.wait(staged.sha256, 60_000);
    return {
      submission,
      verdict: verdict!,
      disposition: await currentDisposition(service.database.db, staged.sha256),
    };
  }

  it('releases what has no findings', async () => {
    const { verdict, disposition } = await screened('hello-1.0');
    assert.equal(verdict.verdict, 'no-findings');
    assert.equal(disposition?.disposition, 'released');
  });

  it('refuses what is malicious, keeps the document, and judges the same bytes once', async () => {
    const first = await screened('decode-exec-1.0');
    assert.equal(first.verdict.verdict, 'malicious');
    assert.equal(first.disposition?.disposition, 'refused');
    const document = await documentOf(service.database.db, first.verdict.id);
    assert.equal(document?.distribution.sha256, first.verdict.sha256);
    const second = await screened('decode-exec-1.0');
    assert.equal(second.verdict.id, first.verdict.id);
    assert.deepEqual(
      (await submissionsOf(service.database.db, first.verdict.sha256)).map(({ id }) => id),
      [second.submission.id, first.submission.id],
    );
  });
});
