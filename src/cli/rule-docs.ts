import { readFileSync } from 'node:fs';
import type { Rule } from '../contracts/rule.ts';
import type { RuleDoc } from '../report/rule-docs.ts';
import { RULES } from '../rules/registry.generated.ts';
import { PACKAGE_ROOT } from '../version.ts';

/** Every rule with its rule.md. */
export function allRuleDocs(): RuleDoc[] {
  return RULES.map(ruleDoc);
}

export function ruleDoc(rule: Rule): RuleDoc {
  // The texts stay with the sources: a build holds programs only.
  const markdown = readFileSync(new URL(`src/rules/${rule.id}/rule.md`, PACKAGE_ROOT), 'utf8');
  return { id: rule.id, title: rule.title, version: rule.version, attack: rule.attack, markdown };
}

export function findRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
