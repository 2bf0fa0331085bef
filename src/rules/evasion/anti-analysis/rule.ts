import { defineRule } from '../../define-rule.ts';
import { byMember, list } from '../../support/near.ts';

/** Distinct names of analysis environments that make an accident unlikely. */
const ENOUGH = 4;

/** A guard on the environment, or many names of virtual machines and analysis tools, in one member. */
export const rule = defineRule({
  id: 'evasion/anti-analysis',
  title: 'looks for virtual machines and analysis tools',
  version: 1,
  state: 'enforced',
  attack: ['T1497.001', 'T1518.001', 'T1622'],
  messages: { names: 'The member looks for {names}' },
  detect(facts, report) {
    const guarded = new Set(
      facts.of('behaviour').flatMap((fact) => (fact.behaviour === 'environment-guard' ? [fact.at.path] : [])),
    );
    const names = facts
      .of('sensitive-name')
      .filter(({ category }) => category === 'virtual-machine' || category === 'analysis-tool');
    for (const [path, found] of byMember(names)) {
      const distinct = new Set(found.map((fact) => fact.text.toLowerCase()));
      if (distinct.size < ENOUGH && !(guarded.has(path) && distinct.size >= 2)) continue;
      const { at, phase } = found[0]!;
      report({ message: 'names', at, phase, data: { names: list([...distinct]) } });
    }
  },
});
