import { InvalidArgumentError } from 'commander';

/** A whole number from 1 on. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return value;
}

/** A whole number from 0 on. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('It must be a whole number from 0 on.');
  return value;
}

/** Seconds above 0, fractions allowed. The bound is what a timer can wait. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 2_000_000))
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return value;
}

/** An http or https address. */
export function indexUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must be an http or https address.');
  }
  return text;
}
