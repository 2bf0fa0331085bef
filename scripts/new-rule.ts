/** `npm run new-rule -- category/name`: copies the template, fills in the id and regenerates the registry. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTRY_FILE, RULES_FOLDER, registryText, ruleFolders } from './generate-registry.ts';

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
writeFileSync(REGISTRY_FILE, registryText(ruleFolders()));
process.stdout.write(
  `${folder}\nNext: write the examples and rule.md, then give the rule weights to train from in\n` +
    'src/train/hand-model.json once its state is `enforced`. docs/writing-rules.md has the details.\n',
);
