import type { Rule } from '../contracts/rule.ts';

/**
 * Declares a rule. Returns it unchanged but frozen: a rule has no state, so that the same facts give the same
 * findings whatever was scanned before.
 *
 * @throws Error when the declaration breaks the contract: a broken rule must not load.
 */
export function defineRule(rule: Rule): Rule {
  if (!/^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(rule.id)) {
    throw new Error(`rule id '${rule.id}' is not <category>/<name> in kebab case`);
  }
  if (Object.keys(rule.messages).length === 0) throw new Error(`rule '${rule.id}' has no message`);
  if (!Number.isInteger(rule.version) || rule.version < 1)
    throw new Error(`rule '${rule.id}' has no version`);
  const badTechnique = rule.attack.find((id) => !/^T\d{4}(?:\.\d{3})?$/.test(id));
  if (badTechnique !== undefined) throw new Error(`rule '${rule.id}': '${badTechnique}' is no ATT&CK id`);
  return Object.freeze(rule);
}
