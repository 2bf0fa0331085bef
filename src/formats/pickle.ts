/**
 * Opcode-level reader of pickles, protocols 0-5 (PEP 307, PEP 3154, PEP 574; Lib/pickletools.py). It lists what
 * loading would import and call; it never imports, calls or builds anything.
 */
import type { PickleProgram } from '../contracts/artifact.ts';
import { PICKLE_LINE, PICKLE_OPCODES, PICKLE_PROGRAMS } from '../limits.ts';
import { ByteView } from './byte-view.ts';
import { decodeArgument } from './pickle-argument.ts';
import { PickleMachine } from './pickle-machine.ts';
import { PICKLE_OPCODES_BY_BYTE } from './pickle-opcodes.ts';
import { sweepImports } from './pickle-sweep.ts';

const PROTO = 0x80;
/** Names of modules and attributes: what a pickle's GLOBAL plausibly holds, as opposed to a line of prose. */
const DOTTED_NAME = /^[\p{L}\p{N}_?][\p{L}\p{N}\p{M}_.<>?-]*$/u;

/** Looking through 2^8 bytes of an argument is charged like an opcode. */
const BYTES_PER_STEP = 8;

/** Opcodes that may still be read; shared by all attempts on one file so that they stay linear together. */
interface Budget {
  opcodes: number;
}

interface Run {
  program: PickleProgram;
  machine: PickleMachine;
  stopped: boolean;
  /** Offset of the opcode that could not be followed, or after STOP. */
  stoppedAt: number;
  opcodes: number;
}

/**
 * Reads the pickle that starts at `offset`, or null when none plausibly does: protocols 2-5 need their header,
 * protocols 0 and 1 (which have none) must make sense from the first byte to STOP or call something.
 */
export function readPickle(bytes: Uint8Array, offset = 0): PickleProgram | null {
  return plausible(bytes, offset, { opcodes: PICKLE_OPCODES });
}

/**
 * All pickles of a file: the stream from the first byte on (several may follow one another, as in files of
 * `torch.save` and `joblib`), and ones with a header further inside (after an array's raw data, a .npy header).
 */
export function findPickles(bytes: Uint8Array): PickleProgram[] {
  const budget: Budget = { opcodes: PICKLE_OPCODES };
  const programs: PickleProgram[] = [];
  let offset = 0;
  let chained = true;
  while (offset < bytes.length && programs.length < PICKLE_PROGRAMS && budget.opcodes > 0) {
    const program: PickleProgram | null =
      chained || likelyHeader(bytes, offset) ? plausible(bytes, offset, budget) : null;
    // Inside other data only what imports something is believed: two bytes of header are soon found by chance.
    const believed: PickleProgram | null =
      program && (chained || program.globals.length > 0) ? program : null;
    if (believed) programs.push(believed);
    chained = believed !== null && !believed.truncated;
    offset = nextHeader(bytes, Math.max(believed?.end ?? 0, offset + 1), chained);
  }
  return programs;
}

/** `from` itself right after a pickle, else the next byte that may start one; the length when there is none. */
function nextHeader(bytes: Uint8Array, from: number, chained: boolean): number {
  if (chained) return from;
  const found = bytes.indexOf(PROTO, from);
  return found < 0 ? bytes.length : found;
}

function likelyHeader(bytes: Uint8Array, offset: number): boolean {
  const protocol = bytes[offset + 1] ?? 0;
  if (bytes[offset] !== PROTO || protocol < 2 || protocol > 5) return false;
  return PICKLE_OPCODES_BY_BYTE.has(bytes[offset + 2] ?? 0);
}

function plausible(bytes: Uint8Array, offset: number, budget: Budget): PickleProgram | null {
  const run = execute(bytes, offset, budget);
  if (!isPlausible(run, likelyHeader(bytes, offset))) return null;
  if (!run.stopped) {
    for (const { module, attribute, offset: at } of sweepImports(bytes, run.stoppedAt)) {
      run.machine.note(module, attribute, at);
    }
  }
  return run.program;
}

function isPlausible({ program, machine, stopped, opcodes }: Run, hasHeader: boolean): boolean {
  const { globals } = program;
  if (!globals.every((entry) => DOTTED_NAME.test(entry.name))) return false;
  if (hasHeader) return stopped || globals.length > 0;
  const complete = stopped && machine.height === 1 && (opcodes > 4 || globals.length > 0);
  return complete || globals.some((entry) => entry.called);
}

function execute(bytes: Uint8Array, offset: number, budget: Budget): Run {
  const view = new ByteView(bytes);
  const machine = new PickleMachine();
  let at = offset;
  let opcodes = 0;
  let stopped = false;
  while (at < bytes.length && budget.opcodes > 0) {
    const opcode = PICKLE_OPCODES_BY_BYTE.get(view.u8(at));
    const argument = opcode ? decodeArgument(view, at + 1, opcode.argument) : null;
    budget.opcodes -= 1 + (Math.min((argument?.next ?? bytes.length) - at, PICKLE_LINE) >> BYTES_PER_STEP);
    if (!opcode || !argument) break;
    opcodes++;
    if (opcode.name === 'STOP') {
      stopped = true;
      at = argument.next;
      break;
    }
    if (!machine.step(opcode.name, argument, at)) break;
    at = argument.next;
  }
  const program: PickleProgram = {
    protocol: machine.protocol,
    globals: machine.globals,
    end: stopped ? at : bytes.length,
    truncated: !stopped || machine.overflowed,
  };
  return { program, machine, stoppedAt: at, stopped, opcodes };
}
