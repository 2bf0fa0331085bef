/** A process that collects one distribution after the other, as its parent names them. */
import { loadSignatureEngine } from '../../src/yara/load-engine.ts';
import { hasEvidence, type SavedEvidence, writeEvidence } from '../evidence.ts';
import type { Unit } from './corpora.ts';
import { observe, readUnit } from './observe.ts';

/** What the parent says once, as the first message. */
export interface Settings {
  /** Folder that evidence is saved in. */
  out: string;
  code: string;
  milliseconds: number;
  /** Also what is there already. */
  again: boolean;
}

/** `sha256` is '' when the unit could not be read. */
export interface Reply {
  sha256: string;
  done: 'collected' | 'known' | { failed: string };
}

let settings: Settings | null = null;
const yara = await loadSignatureEngine();

process.on('message', (message: Settings | Unit) => {
  if (settings === null) settings = message as Settings;
  else process.send!(collect(message as Unit, settings));
});
process.send!('ready');

function collect(unit: Unit, { out, code, milliseconds, again }: Settings): Reply {
  let sha256 = '';
  try {
    const read = readUnit(unit);
    const { identity } = read;
    sha256 = identity.sha256;
    if (!again && hasEvidence(out, code, identity)) return { sha256, done: 'known' };
    const saved: SavedEvidence = {
      code,
      ...identity,
      ...observe(read, { milliseconds, yara }),
    };
    writeEvidence(out, saved);
    return { sha256, done: 'collected' };
  } catch (error) {
    return { sha256, done: { failed: error instanceof Error ? error.message : String(error) } };
  }
}
