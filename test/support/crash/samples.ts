import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { type InertDistribution, inertDistribution } from '../inert.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const MALICIOUS = packExample(path.join(EXAMPLES, 'decode-exec-1.0'));

/** One in so many is of a kind that its scan process dies of, or that is malicious. */
const EVERY = { poison: 40, malicious: 25 };

export function isPoison(number: number): boolean {
  return number % EVERY.poison === 7;
}

export function isMalicious(number: number): boolean {
  return !isPoison(number) && number % EVERY.malicious === 3;
}

/** The distribution of a number: mostly ordinary, each with bytes of its own. */
export function crashSample(number: number): InertDistribution {
  if (isPoison(number)) return inertDistribution(number, `poison-${number}`);
  if (!isMalicious(number)) return inertDistribution(number);
  // Trailing bytes that no reader minds make it another file.
  const { filename, bytes } = MALICIOUS;
  return { filename, bytes: Buffer.concat([bytes, Buffer.alloc(512 + number)]) };
}
