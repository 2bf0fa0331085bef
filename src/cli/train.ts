import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

interface TrainOptions {
  date?: string;
  out: string;
}

export function addTrain(program: Command): void {
  program
    .command('train')
    .description('fit the weights of the score to saved evidence of labelled distributions')
    .argument('<folder...>', 'evidence, as eval/collect.ts saves it')
    .option('--date <date>', 'ISO date that the model bears; without it, that of the model in use', isoDate)
    .requiredOption('--out <file>', 'where to write the model')
    .action(train);
}

async function train(folders: string[], { date, out }: TrainOptions): Promise<void> {
  const { readTrainingSamples } = await import('../train/read-evidence.ts');
  const { trainModel } = await import('../train/train.ts');
  const { engine } = await import('../engine.ts');
  const { RULES } = await import('../rules/registry.generated.ts');
  const { version, ruleset } = engine();
  const onTrial = RULES.flatMap(({ id, state }) => (state === 'evaluation' ? [id] : []));
  const { MODEL } = await import('../score/model.ts');
  const model = trainModel(readTrainingSamples(folders), {
    date: date ?? MODEL.date,
    code: { version, ruleset },
    onTrial,
  });
  writeFileSync(out, `${JSON.stringify(model, null, 2)}\n`);
  const { corpus, metrics } = model.provenance;
  const figures = Object.entries(metrics).map(([name, value]) => `  ${name} ${value}`);
  process.stdout.write(
    `model ${model.version} from ${corpus.malicious} malicious distributions in ${corpus.clusters} clusters and ` +
      `${Object.values(corpus.benign).reduce((sum, n) => sum + n, 0)} benign ones\n${figures.join('\n')}\n`,
  );
}

function isoDate(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text))
    throw new InvalidArgumentError('an ISO date is needed, such as 2026-01-31');
  return text;
}
