/** Command line of powershell.exe and pwsh (about_PowerShell_exe): every parameter may be cut to a prefix. */
import type { CommandFeature } from '../../contracts/fact.ts';

export interface PowershellArguments {
  features: CommandFeature[];
  /** Base64 of UTF-16LE text behind -EncodedCommand. */
  encoded: string | null;
  command: string | null;
  file: string | null;
}

type Parameter = 'encoded' | 'command' | 'file' | 'window' | 'policy' | 'value' | 'flag';

/** Full names in the order powershell.exe tries them, with the shortest prefix it takes. */
const PARAMETERS: readonly { name: string; least: number; kind: Parameter }[] = [
  { name: 'encodedcommand', least: 1, kind: 'encoded' },
  { name: 'encodedarguments', least: 8, kind: 'value' },
  { name: 'executionpolicy', least: 2, kind: 'policy' },
  { name: 'command', least: 1, kind: 'command' },
  { name: 'configurationname', least: 3, kind: 'value' },
  { name: 'file', least: 1, kind: 'file' },
  { name: 'windowstyle', least: 1, kind: 'window' },
  { name: 'workingdirectory', least: 2, kind: 'value' },
  { name: 'version', least: 1, kind: 'value' },
  { name: 'inputformat', least: 1, kind: 'value' },
  { name: 'outputformat', least: 1, kind: 'value' },
  { name: 'psconsolefile', least: 1, kind: 'value' },
  { name: 'noprofile', least: 3, kind: 'flag' },
  { name: 'noninteractive', least: 4, kind: 'flag' },
  { name: 'nologo', least: 3, kind: 'flag' },
  { name: 'noexit', least: 3, kind: 'flag' },
  { name: 'sta', least: 1, kind: 'flag' },
  { name: 'mta', least: 1, kind: 'flag' },
];
/** Names outside the prefix rule. */
const SHORT: Record<string, Parameter> = {
  ec: 'encoded',
  enc: 'encoded',
  ep: 'policy',
  ex: 'policy',
  wd: 'value',
};

function parameterKind(arg: string): Parameter | null {
  const match = /^(?:[-/\u2013\u2014\u2015]|--)([a-z]+):?$/i.exec(arg);
  if (!match) return null;
  const name = match[1]!.toLowerCase();
  const short = SHORT[name];
  if (short) return short;
  return PARAMETERS.find((entry) => name.length >= entry.least && entry.name.startsWith(name))?.kind ?? null;
}

/** Reads the arguments behind `powershell`. Whatever is no parameter begins the command. */
export function readPowershellArguments(args: readonly string[]): PowershellArguments {
  const reading: PowershellArguments = { features: [], encoded: null, command: null, file: null };
  for (let i = 0; i < args.length; i++) {
    const kind = parameterKind(args[i]!);
    const value = args[i + 1] ?? '';
    if (kind === null) {
      reading.command = args.slice(i).join(' ');
      break;
    }
    if (kind === 'flag') continue;
    i++;
    if (kind === 'encoded') reading.encoded = value;
    else if (kind === 'window' && /^hid|^1$/i.test(value)) reading.features.push('hidden-window');
    else if (kind === 'policy' && /^(?:bypass|unrestricted)$/i.test(value))
      reading.features.push('policy-bypass');
    else if (kind === 'command' || kind === 'file') {
      if (kind === 'file') reading.file = value;
      else if (value !== '-') reading.command = args.slice(i).join(' ');
      break;
    }
  }
  return reading;
}

/** Text of an -EncodedCommand value, or null when it is no Base64. */
export function decodeEncodedCommand(value: string): string | null {
  if (value.length < 8 || !/^[A-Za-z0-9+/=\s]+$/.test(value)) return null;
  const text = Buffer.from(value, 'base64').toString('utf16le');
  return text.length === 0 ? null : text;
}
