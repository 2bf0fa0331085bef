import { readFile } from 'node:fs/promises';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { InfrastructureError } from '../contracts/errors.ts';
import { type Policy, policySchema } from './policy.ts';

/** Reads a policy file. @throws InfrastructureError that says what is wrong and where */
export async function readPolicy(file: string): Promise<Policy> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InfrastructureError('file-unreadable', `the policy file ${file} cannot be read`, { cause });
  });
  return parsePolicy(text, file);
}

/** @param name what the text is called in messages */
export function parsePolicy(text: string, name: string): Policy {
  const wrong = (what: string, cause: unknown): never => {
    throw new InfrastructureError('config-invalid', `${name}: ${what}`, { cause });
  };
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return wrong(`line ${error.line}: ${error.message.split('\n')[0]}`, error);
  }
  const checked = policySchema.safeParse(data);
  return checked.success ? checked.data : wrong(z.prettifyError(checked.error), checked.error);
}
