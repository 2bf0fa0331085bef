import path from 'node:path';
import type { Limitation } from '../contracts/limitation.ts';
import { YARA_PATTERN_MATCHES, YARA_SCAN_BYTES, YARA_SCAN_SECONDS } from '../limits.ts';
import { OWN_PACKS, type Pack, readPacks, unusable } from './packs.ts';
import {
  emptyEngine,
  type SignatureEngine,
  type SignatureMatch,
  type SignatureScan,
} from './signature-engine.ts';
import { type CompiledRules, loadYaraX, type NativeMatch, type YaraX } from './yara-x.ts';

export interface EngineOptions {
  /** Folders whose packs are used beside the own one, as given by the operator. */
  folders?: readonly string[];
  /** Seconds for one content. */
  scanSeconds?: number;
  /** How to get at the native module. */
  load?: typeof loadYaraX;
}

export interface LoadedEngine {
  engine: SignatureEngine;
  /** What was asked for and cannot be had; belongs to every result of this engine. */
  limitations: Limitation[];
}

/**
 * Loads the pattern engine with the own pack and those of the given folders. Never throws. Without the native
 * module the engine is empty, and only a caller who asked for packs gets a limitation: no detection of our own
 * depends on it.
 */
export async function loadSignatureEngine(options: EngineOptions = {}): Promise<LoadedEngine> {
  const folders = options.folders ?? [];
  const native = (options.load ?? loadYaraX)();
  if ('missing' in native) {
    const limitations = folders.map((where): Limitation => {
      return { code: 'yara-unavailable', where, detail: native.missing, blocking: true };
    });
    return { engine: emptyEngine(native.missing), limitations };
  }
  const { packs, limitations } = await readPacks([OWN_PACKS, ...folders]);
  const { rules, used } = compilePacks(native, packs, limitations);
  rules.setMaxMatchesPerPattern(YARA_PATTERN_MATCHES);
  const seconds = options.scanSeconds ?? YARA_SCAN_SECONDS;
  rules.setTimeout(seconds * 1000);
  const engine: SignatureEngine = {
    info: { engine: 'yara-x', packs: used.map(({ name }) => name), note: '' },
    scan: (where, bytes) => scan(rules, where, bytes, seconds),
  };
  return { engine, limitations };
}

/** Modules that yara-x does not have and old packs import. */
const ABSENT_MODULES = ['magic', 'androguard'];

/** External variables that public packs expect, as the scanners that made them customary set them. */
const VARIABLES = { filename: '', filepath: '', extension: '', filetype: '', owner: '' };

function newRules(native: YaraX): CompiledRules {
  return native.compile('', {
    enableIncludes: false,
    enableAllWarnings: false,
    ignoreModules: ABSENT_MODULES,
    defineVariables: VARIABLES,
  });
}

interface Compiled {
  rules: CompiledRules;
  /** Packs in use. */
  used: Pack[];
}

/** Compiles all packs at once, or, when one is broken, those that compile on their own. */
function compilePacks(native: YaraX, packs: Pack[], limitations: Limitation[]): Compiled {
  const whole = compile(native, packs);
  if (typeof whole !== 'string') return { rules: reportIgnored(whole, limitations), used: packs };
  const used = packs.filter((pack) => {
    const rules = compile(native, [pack]);
    if (typeof rules === 'string') limitations.push(unusable(pack.file, rules));
    return typeof rules !== 'string';
  });
  const rules = compile(native, used);
  if (typeof rules !== 'string') return { rules: reportIgnored(rules, limitations), used };
  limitations.push(...used.map(({ file }) => unusable(file, rules)));
  return { rules: newRules(native), used: [] };
}

function reportIgnored(rules: CompiledRules, limitations: Limitation[]): CompiledRules {
  for (const { name, detail } of rules.getIgnoredRules()) {
    limitations.push(unusable(name, `the rule needs the module ${detail}, which the engine does not have`));
  }
  return rules;
}

/** The rules, or the first line of the compiler's message with the place. */
function compile(native: YaraX, packs: Pack[]): CompiledRules | string {
  try {
    const rules = newRules(native);
    rules.addRuleSources(packs.map(({ name, source }) => ({ namespace: name, source })));
    return rules;
  } catch (error) {
    const [first = '', place = ''] = (error as Error).message.split('\n');
    const title = first.replace(/^Compilation error \(\w+\): /, '');
    const line = /(?<=:)\d+:\d+$/.exec(place.trim())?.[0];
    return line === undefined ? title : `${title} (${line})`;
  }
}

function scan(rules: CompiledRules, where: string, bytes: Uint8Array, seconds: number): SignatureScan {
  const read = bytes.subarray(0, YARA_SCAN_BYTES);
  const data = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  try {
    const matches = search(rules, data, where).map(signatureMatch);
    return { matches, limitation: read.length < bytes.length ? cut(where, bytes.length) : null };
  } catch (error) {
    const timedOut = (error as NodeJS.ErrnoException).code === 'Cancelled';
    const limitation: Limitation = timedOut
      ? {
          code: 'yara-timeout',
          where,
          detail: `no end after ${seconds} s of search`,
          blocking: true,
        }
      : { code: 'analysis-crash', where, detail: (error as Error).message, blocking: true };
    return { matches: [], limitation };
  }
}

/**
 * The native module takes a variable that looks like a number or a truth value for one, and then refuses it as no
 * string. Names belong to the uploader: a member called `1` is searched all the same, without them.
 */
function search(rules: CompiledRules, data: Buffer, where: string): NativeMatch[] {
  try {
    return rules.scan(data, variablesOf(where));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'Cancelled') throw error;
    return rules.scan(data, VARIABLES);
  }
}

function variablesOf(where: string): Record<string, string> {
  const filename = path.posix.basename(where);
  return { ...VARIABLES, filename, filepath: where, extension: path.posix.extname(filename).toLowerCase() };
}

function cut(where: string, length: number): Limitation {
  const detail = `patterns were searched in the first ${YARA_SCAN_BYTES} of ${length} bytes`;
  return { code: 'analysis-budget', where, detail, blocking: false };
}

function signatureMatch({ namespace, ruleIdentifier, tags, matches }: NativeMatch): SignatureMatch {
  const first = matches.reduce<NativeMatch['matches'][number] | null>(
    (best, match) => (best === null || match.offset < best.offset ? match : best),
    null,
  );
  return {
    name: `${namespace}/${ruleIdentifier}`,
    tags,
    offset: first?.offset ?? null,
    text: first?.data ?? '',
  };
}
