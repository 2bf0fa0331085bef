import { defineRule } from '../../define-rule.ts';
import { editDistance } from '../../support/edit-distance.ts';
import { projectName } from '../../support/names.ts';

/** Shorter names resemble one another by chance. */
const SHORTEST = 5;

/** The name differs by a slip of the keyboard from what the distribution itself says it is. */
export const rule = defineRule({
  id: 'metadata/near-name',
  title: 'is called almost, but not quite, like what it contains or claims as its home',
  version: 2,
  state: 'enforced',
  attack: ['T1036.005', 'T1195.002'],
  messages: { near: 'The name {name} is almost {other}, its {what}' },
  detect(facts, report) {
    const [metadata] = facts.of('metadata');
    if (metadata?.name == null) return;
    const { name, homePage, at, phase } = metadata;
    const repository = /^https?:\/\/(?:www\.)?(?:github|gitlab|bitbucket)\.\w+\/[^/]+\/([^/#?]+)/i.exec(
      homePage,
    )?.[1];
    const others: [string, string][] = [];
    if (repository !== undefined) others.push(['home page', repository.replace(/\.git$/, '')]);
    for (const module of facts.of('shape')[0]?.topLevel ?? []) others.push(['importable package', module]);
    const found = others.find(([, other]) => isSlip(name, other));
    if (found === undefined) return;
    report({ message: 'near', at, phase, data: { name, what: found[0], other: found[1] } });
  },
});

/** One or two letters changed, left out, added or swapped; not a prefix, a suffix or another spelling. */
function isSlip(one: string, other: string): boolean {
  const [a, b] = [projectName(one), projectName(other)];
  if (a.length < SHORTEST || b.length < SHORTEST || a.includes(b) || b.includes(a)) return false;
  const distance = editDistance(a, b, 2);
  // Two letters left out are an abbreviation rather than a slip.
  return distance > 0 && distance <= 2 && Math.abs(a.length - b.length) < 2;
}
