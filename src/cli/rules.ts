import type { Command } from 'commander';
import { UsageError } from './exit-codes.ts';
import { textOptions } from './terminal.ts';

export function addRules(program: Command): void {
  const rules = program.command('rules').description('what Lazaret looks for');
  rules.command('list').description('every rule on one line').action(list);
  rules
    .command('show')
    .description('one rule: what it detects, its weights, its text')
    .argument('<id>', 'as in rules list, e.g. execution/decode-then-exec')
    .action(show);
}

async function list(): Promise<void> {
  const { RULES } = await import('../rules/registry.generated.ts');
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const lines = RULES.map((rule) => {
    const state = rule.state === 'enforced' ? '' : ` (${rule.state})`;
    return `${rule.id.padEnd(width)}  ${rule.title}${state}`;
  });
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function show(id: string): Promise<void> {
  const { findRule, ruleDoc } = await import('./rule-docs.ts');
  const { MODEL } = await import('../score/model.ts');
  const { REACHES } = await import('../score/reach.ts');
  const rule = findRule(id);
  if (rule === undefined) throw new UsageError(`there is no rule '${id}'; lazaret rules list names them all`);
  const { paint } = textOptions(false, true);
  const given = MODEL.rules[id] ?? (rule.state === 'enforced' ? MODEL.otherRules : {});
  const weights = REACHES.toReversed().flatMap((reach) => {
    const weight = given[reach];
    return weight === undefined ? [] : [`${reach} ${weight}`];
  });
  process.stdout.write(
    `${paint.strong(rule.id)}  version ${rule.version}, ${rule.state}
The distribution ${rule.title}.

weights  ${weights.length === 0 ? 'none' : weights.join(', ')}  (model ${MODEL.version})
ATT&CK   ${rule.attack.length === 0 ? '–' : rule.attack.join(', ')}

${ruleDoc(rule).markdown.trim()}
`,
  );
}
