/** Parameters of a function as its definition writes them. */
import { BYTECODE_NAME } from '../../limits.ts';
import type { Definition } from './entries.ts';
import type { Session } from './session.ts';

const VARARGS = 0x04;
const VARKEYWORDS = 0x08;

/** `a, b=1, /, *rest, c, **more`. */
export function parametersOf(session: Session, { code, defaults, keywordDefaults }: Definition): string {
  const { locals, parameters, flags } = code.body;
  // Counts are claims: what is no local variable is no parameter.
  const positional = Math.min(parameters.positional, locals.length);
  const keywordOnly = Math.min(parameters.keywordOnly, locals.length - positional);
  const names = locals.map((name) => session.identifier(name.slice(0, BYTECODE_NAME)));
  const parts: string[] = names.slice(0, positional).map((name, index) => {
    const value = defaults[index - (positional - defaults.length)];
    return value === undefined ? name : `${name}=${value}`;
  });
  const only = parameters.positionalOnly;
  if (only > 0 && only <= positional) parts.splice(only, 0, '/');
  const rest = positional + keywordOnly;
  const hasRest = (flags & VARARGS) !== 0;
  if (hasRest) parts.push(`*${names[rest] ?? 'args'}`);
  else if (keywordOnly > 0) parts.push('*');
  for (const name of names.slice(positional, rest)) {
    const value = keywordDefaults.get(name);
    parts.push(value === undefined ? name : `${name}=${value}`);
  }
  if (flags & VARKEYWORDS) parts.push(`**${names[rest + (hasRest ? 1 : 0)] ?? 'keywords'}`);
  return parts.join(', ');
}
