/** Members that are no source: native binaries, bytecode, pickles, scripts. */
import type { BinaryFile, Bytecode, PickleFile, ScriptFile, TypedMember } from '../contracts/artifact.ts';
import type { Limitation, LimitationCode } from '../contracts/limitation.ts';
import type { Member } from '../contracts/member.ts';
import { readPyc } from '../formats/marshal.ts';
import { readBinary } from '../formats/native.ts';
import { findPickles } from '../formats/pickle.ts';
import { SOURCE_BYTES } from '../limits.ts';
import { tellingStrings } from './binary-strings.ts';
import { decodeText } from './text.ts';

export interface NonSources {
  binaries: BinaryFile[];
  bytecode: Bytecode[];
  pickles: PickleFile[];
  scripts: ScriptFile[];
  limitations: Limitation[];
}

export function readNonSources(
  types: readonly TypedMember[],
  deadline = Number.POSITIVE_INFINITY,
): NonSources {
  const to: NonSources = { binaries: [], bytecode: [], pickles: [], scripts: [], limitations: [] };
  for (const typed of types) {
    if (Date.now() > deadline) {
      const detail = 'Time ran out before this file and those after it.';
      to.limitations.push({ code: 'time-limit', where: typed.member.path, detail, blocking: true });
      break;
    }
    readOne(to, typed);
  }
  return to;
}

function readOne(to: NonSources, { member, type }: TypedMember): void {
  switch (type) {
    case 'pe':
    case 'elf':
    case 'macho':
      readNative(to, member);
      return;
    case 'bytecode':
      readBytecode(to, member);
      return;
    case 'pickle':
      readPickles(to, member);
      return;
    case 'shell':
    case 'powershell':
    case 'batch':
    case 'vbscript':
    case 'javascript':
      readScript(to, member, type);
      return;
    default:
      return;
  }
}

function readNative(to: NonSources, member: Member): void {
  const binary = readBinary(member.data);
  if (!binary) return;
  if ('problem' in binary) {
    note(to, member, 'binary-unreadable', `${binary.problem}.`, false);
    return;
  }
  to.binaries.push({ path: member.path, member, binary, strings: tellingStrings(member.data) });
}

function readBytecode(to: NonSources, member: Member): void {
  const pyc = readPyc(member.data);
  if ('problem' in pyc) {
    note(to, member, 'bytecode-unreadable', `${pyc.problem}.`, true);
    return;
  }
  to.bytecode.push({ path: member.path, python: pyc.python, code: pyc.code, member });
}

function readPickles(to: NonSources, member: Member): void {
  const programs = findPickles(member.data);
  to.pickles.push({ path: member.path, member, programs });
  if (programs.some((program) => program.truncated)) {
    note(to, member, 'pickle-unreadable', 'A pickle of this file could not be read to its end.', false);
  }
}

function readScript(to: NonSources, member: Member, dialect: ScriptFile['dialect']): void {
  if (member.size > SOURCE_BYTES) {
    const detail = `The script has ${member.size} bytes; at most ${SOURCE_BYTES} are read.`;
    note(to, member, 'source-undecodable', detail, true);
    return;
  }
  to.scripts.push({ path: member.path, member, dialect, text: decodeText(member.data) });
}

function note(to: NonSources, member: Member, code: LimitationCode, detail: string, blocking: boolean): void {
  to.limitations.push({ code, where: member.path, detail, blocking });
}
