import type { Session, SimpleCommand } from '../reading.ts';

/** What a program does with its arguments, added to the session. */
export type Effect = (session: Session, command: SimpleCommand) => void;
export type Effects = Record<string, Effect>;

/** The same effect for several programs. */
export function forAll(names: string, effect: Effect): Effects {
  return Object.fromEntries(names.split(' ').map((name) => [name, effect]));
}
