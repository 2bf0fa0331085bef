import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onDecision, onVerdict, policySchema } from '../../../src/actions/policy.ts';
import { parsePolicy } from '../../../src/actions/policy-file.ts';

const acting = policySchema.parse({ 'dry-run': false, verdict: { malicious: 'refused' } });
const trying = policySchema.parse({ verdict: { malicious: 'refused' } });

describe('policy', () => {
  it('withholds by verdict', () => {
    assert.deepEqual(
      (['malicious', 'suspicious', 'incomplete', 'no-findings'] as const).map(
        (verdict) => onVerdict(acting, verdict).disposition,
      ),
      ['refused', 'held', 'held', 'released'],
    );
  });

  it('withholds nothing while it only tries, and says what it would have done', () => {
    assert.deepEqual(onVerdict(trying, 'malicious'), {
      disposition: 'released',
      reason: 'the verdict is malicious; it would be refused, but the policy only tries (dry-run)',
    });
  });

  it('acts on decisions, and leaves things as they are on an escalation', () => {
    assert.equal(onDecision(acting, 'confirm')?.disposition, 'refused');
    assert.equal(onDecision(acting, 'dismiss')?.disposition, 'released');
    assert.equal(onDecision(acting, 'escalate'), null);
  });

  const files: [what: string, text: string, says: RegExp][] = [
    ['a misspelt key', 'dryrun = false', /p\.toml: .*dryrun/s],
    ['a word that is no disposition', '[verdict]\nmalicious = "delete"', /verdict\.malicious/],
    ['text that is no TOML', 'dry-run = ', /p\.toml: line 1: /],
    ['a webhook without a secret', channel('webhook = "https://hooks.example/x"'), /needs secret-env/],
    [
      'a channel that is two',
      channel('webhook = "https://hooks.example/x"\nsecret-env = "S"\nemail = ["a@b.example"]'),
      /either a webhook or e-mail/,
    ],
    [
      'a webhook that is no web address',
      channel('webhook = "file:///etc/passwd"\nsecret-env = "S"'),
      /notify\[0\]\.webhook/,
    ],
  ];
  for (const [what, text, says] of files) {
    it(`refuses ${what} and says where`, () => {
      assert.throws(() => parsePolicy(text, 'p.toml'), { code: 'config-invalid', message: says });
    });
  }

  it('reads a whole file', () => {
    const text = `dry-run = false\nexplain = "line"\n[verdict]\nsuspicious = "released"\n${channel('email = ["a@b.example"]')}`;
    const policy = parsePolicy(text, 'p.toml');
    assert.equal(policy.verdict.suspicious, 'released');
    assert.equal(policy.verdict.malicious, 'held');
    assert.deepEqual(policy.notify, [{ name: 'team', on: ['decision.confirm'], email: ['a@b.example'] }]);
  });
});

function channel(how: string): string {
  return `[[notify]]\nname = "team"\non = ["decision.confirm"]\n${how}\n`;
}
