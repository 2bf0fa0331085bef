import type { Body } from './body.ts';
import type { Instruction } from './instructions.ts';

/** What one operation does to the symbolic stack and the statements. */
export type Handler = (body: Body, argument: number, instruction: Instruction) => void;
export type Handlers = Readonly<Record<string, Handler>>;
