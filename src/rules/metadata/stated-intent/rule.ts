import { defineRule } from '../../define-rule.ts';

/** What uploads say of themselves that are no software: research, claims of names, tests of others' security. */
const INTENT =
  /dependency[- ]confusion|security (?:research|test|poc)|bug ?bounty|proof[- ]of[- ]concept|\bpoc\b|typo-?squat|prevent\w* (?:exploit|attack|confusion|injection)|malicious|pen-?test|red ?team|do not install|(?:name|namespace) (?:reserv|placeholder|claim)|placeholder|reserved (?:name|package|for)/i;

/** The summary says that the distribution is no software. */
export const rule = defineRule({
  id: 'metadata/stated-intent',
  title: 'says of itself that it is a placeholder, a test or security research',
  version: 1,
  state: 'enforced',
  attack: ['T1195.002'],
  messages: { says: 'The summary says: {summary}' },
  detect(facts, report) {
    for (const { summary, at, phase } of facts.of('metadata')) {
      if (INTENT.test(summary)) report({ message: 'says', at, phase, data: { summary } });
    }
  },
});
