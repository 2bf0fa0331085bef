/**
 * `npm run new-rule -- category/name`: copies the template, fills in the id, regenerates what is made from the rule
 * folders and gives the rule its empty entry in the model. The tests of the rule pass from then on.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate, RULES_FOLDER } from './generate-registry.ts';

const MODEL_FILE = join(import.meta.dirname, '..', 'src', 'score', 'model.json');

const id = process.argv[2] ?? '';
if (!/^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
  process.stderr.write('usage: npm run new-rule -- category/name (kebab case)\n');
  process.exit(64);
}
const folder = join(RULES_FOLDER, id);
if (existsSync(folder)) {
  process.stderr.write(`${folder} exists\n`);
  process.exit(64);
}
cpSync(join(RULES_FOLDER, '_template'), folder, { recursive: true });
const file = join(folder, 'rule.ts');
const text = readFileSync(file, 'utf8');
writeFileSync(
  file,
  text.replace('template/template', id).replace("'../define-rule.ts'", "'../../define-rule.ts'"),
);
generate();
// Without an entry the model would weigh it like a private rule, although it is in evaluation.
const model = JSON.parse(readFileSync(MODEL_FILE, 'utf8'));
model.rules[id] = {};
writeFileSync(MODEL_FILE, `${JSON.stringify(model, null, 2)}\n`);
process.stdout.write(
  `${folder}

Next: write the examples, rule.ts and rule.md; docs/writing-rules.md has the details.
  npx lazaret facts FOLDER    what rules see of the code in a folder
  npm run generate            after each change of rule.md
  npx node --test --test-name-pattern=${id} test/rules/rules.test.ts
The rule is in evaluation: it is shown and weighs nothing until it is enforced.
`,
);
