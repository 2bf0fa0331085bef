/**
 * Facts: judgement-free, located statements about a distribution. Every source of knowledge (static engine,
 * sandbox, release diff, binaries, metadata, anti-virus engines) speaks this vocabulary; rules read nothing
 * else. Facts are plain JSON so that they can be saved and replayed.
 */

import type { Layer, Location, Phase } from './location.ts';
import type { ArchiveAnomalyCode, DistributionKind } from './member.ts';
import type { IndicatorType } from './result.ts';

interface FactBase {
  at: Location;
  phase: Phase;
}

/** A call of something outside the distribution, with its name resolved through aliases and tricks. */
export interface CallFact extends FactBase {
  kind: 'call';
  /** Canonical dotted name, e.g. `subprocess.Popen`, `builtins.exec`, `requests.post`. */
  api: string;
  args: ValueSummary[];
  keywords: Record<string, ValueSummary>;
  /** How the name was reached. */
  via: NameResolution;
  /** Name of the enclosing function or class path, '' at module level. */
  scope: string;
}

/**
 * How a name was reached: `plain` covers imports, from-imports and `import x as y`; the others hide the name
 * from a reader who searches for it.
 */
export type NameResolution =
  | 'plain'
  | 'rebound' // e = exec; e(...)
  | 'star-import'
  | 'dynamic-import' // __import__('o' + 's'), importlib.import_module
  | 'computed-attribute' // getattr(os, 'sys' + 'tem')
  | 'namespace-lookup'; // globals()['exec'], vars(os)['system'], __builtins__.__dict__[...]

/** What is known of a value, shortened for display and for rules. */
export interface ValueSummary {
  /** Python-like rendering, at most `VALUE_TEXT_LIMIT` characters; unknown parts as `…`. */
  text: string;
  /** The value when it is wholly known: text, number, boolean; bytes as latin-1 text. */
  constant?: string | number | boolean | null;
  /** Kinds of sources that flowed into it. */
  sources?: SourceKind[];
}

/** Where a value comes from. */
export type SourceKind =
  | 'environment' // one named environment variable
  | 'environment-all' // the whole environment
  | 'secret-variable' // a variable named like a credential (…KEY, …TOKEN, …SECRET, …PASSWORD)
  | 'credential-file' // .ssh, .aws, .netrc, .npmrc, .pypirc, .git-credentials, .docker/config.json, …
  | 'browser-store' // cookies, Login Data, Local State, leveldb, …
  | 'wallet' // wallet files, seed phrases, private keys of crypto currencies
  | 'messenger-token' // Discord/Telegram/Slack session stores
  | 'system-file' // /etc/passwd, /etc/shadow, /proc/…, registry hives, shell history
  | 'file-content' // any other file that is read
  | 'directory-listing'
  | 'host-identity' // hostname, platform, machine id, MAC address, uuid.getnode
  | 'user-identity' // login name, home folder
  | 'network-identity' // own addresses, public IP look-up
  | 'installed-software' // process list, installed programs, importlib.metadata listing
  | 'clipboard'
  | 'screen'
  | 'keyboard'
  | 'camera'
  | 'microphone'
  | 'process-output'
  | 'cloud-metadata' // 169.254.169.254 and alike
  | 'user-input'
  | 'crypto-key' // a private key or seed handled by a crypto library function the distribution defines
  | 'network-response'
  | 'decoded' // result of a decoder over a constant or other value
  | 'decrypted'
  | 'constant-blob' // a long opaque literal
  | 'own-data-file' // content of another member of the distribution
  | 'written-file' // a path the distribution wrote earlier
  | 'image-pixels' // steganography
  | 'parameter'; // a parameter of a function of the distribution itself

/** Where a value ends. */
export type SinkKind =
  | 'code-execution' // exec, eval, compile+exec, runpy, marshal→FunctionType
  | 'process' // subprocess, os.system, os.startfile, …
  | 'dynamic-import' // a module name that is computed
  | 'network-send' // body, query, header, address or path of a request
  | 'network-address' // the host or URL that is contacted
  | 'dns-name' // a name that is looked up
  | 'file-write'
  | 'executable-write' // to a path with a program's suffix or then chmod +x
  | 'persistence-write' // to an autostart place, crontab, shell profile, registry run key, systemd, LaunchAgents
  | 'code-file-write' // into Python code or site-packages, or another program's files
  | 'native-load' // ctypes.CDLL, LoadLibrary
  | 'memory' // VirtualAlloc, mmap exec, WriteProcessMemory, …
  | 'deserialise' // pickle.loads, marshal.loads, dill, …
  | 'clipboard-write'
  | 'file-delete'
  | 'package-install'; // pip install at run time

/** A value that goes from a source to a sink. */
export interface FlowFact extends FactBase {
  kind: 'flow';
  source: FlowEnd<SourceKind>;
  sink: FlowEnd<SinkKind>;
  /** Between source and sink, in order: decoders, containers, files, functions of the distribution. */
  steps: FlowStep[];
}

export interface FlowEnd<Kind extends string> {
  kind: Kind;
  /** API or name: `os.environ`, `requests.post`, `open(~/.ssh/id_rsa)`. */
  name: string;
  /** What is known of it: path, URL, variable name; '' otherwise. */
  detail: string;
  at: Location;
}

export interface FlowStep {
  text: string;
  at: Location | null;
}

/** A name that was computed or looked up in a way that hides it. */
export interface HiddenNameFact extends FactBase {
  kind: 'hidden-name';
  /** What it resolves to: `builtins.exec`, `os.system`, `subprocess`. */
  target: string;
  via: Exclude<NameResolution, 'plain' | 'star-import'>;
  /** True when the name was not one plain literal: concatenated, decoded, reversed, from chr(). */
  computed: boolean;
}

export interface ImportFact extends FactBase {
  kind: 'import';
  /** Dotted name as imported, absolute where it can be resolved. */
  module: string;
  /** True when it is a module of the distribution itself. */
  own: boolean;
}

/** A decoder chain that produced a layer; the layer itself carries the text. */
export interface LayerFact extends FactBase {
  kind: 'layer';
  layer: Layer;
  /** What the text was done with, when known. */
  usedBy: SinkKind | null;
}

/** A string constant, literal or recovered, that names something worth pivoting on. */
export interface IndicatorFact extends FactBase {
  kind: 'indicator';
  type: IndicatorType;
  value: string;
  /** True when no single literal in the source shows it: it was decoded or put together. */
  hidden: boolean;
}

/** A string that names a place or thing attackers look for. One per distinct (category, text, layer). */
export interface SensitiveNameFact extends FactBase {
  kind: 'sensitive-name';
  category: SensitiveCategory;
  text: string;
  hidden: boolean;
}

export type SensitiveCategory =
  | 'browser-store'
  | 'wallet'
  | 'messenger-token'
  | 'ssh-key'
  | 'cloud-credential'
  | 'package-credential'
  | 'system-credential'
  | 'shell-history'
  | 'password-manager'
  | 'game-account'
  | 'vpn-or-ftp-client'
  | 'cloud-metadata'
  | 'autostart-place'
  | 'security-product'
  | 'virtual-machine'
  | 'analysis-tool'
  | 'miner'
  | 'ransom-wording'
  | 'attacker-wording'; // grabber, stealer, injection, keylogger, reverse shell, …

/** One shell, PowerShell, batch, VBScript or JavaScript text: a member, a layer, or a command line that is run. */
export interface CommandFact extends FactBase {
  kind: 'command';
  dialect: 'shell' | 'powershell' | 'batch' | 'vbscript' | 'javascript' | 'argv';
  /** Text, at most `VALUE_TEXT_LIMIT` characters. */
  text: string;
  /** Where it came from. */
  origin: 'member' | 'layer' | 'spawn' | 'written-file';
  features: CommandFeature[];
  /** Programs started, lower case without suffix. */
  programs: string[];
  urls: string[];
}

export type CommandFeature =
  | 'download'
  | 'download-execute'
  | 'pipe-to-shell'
  | 'encoded-command'
  | 'decode'
  | 'hidden-window'
  | 'policy-bypass'
  | 'reverse-shell'
  | 'persistence'
  | 'package-install'
  | 'defender-tamper'
  | 'firewall-tamper'
  | 'self-delete'
  | 'file-delete'
  | 'living-off-the-land'
  | 'environment-dump'
  | 'credential-access'
  | 'send-data'
  | 'host-identity'
  | 'miner'
  | 'account-change'
  | 'privilege'
  | 'obfuscated'
  | 'in-memory'
  | 'runs-python'
  | 'kill-process'
  | 'shutdown';

/** How a source text looks. At most one per (form, member or layer); `at` is the most telling place. */
export interface TextFormFact extends FactBase {
  kind: 'text-form';
  form: TextForm;
  /** The measured figure: characters, columns, count or share, as the form says. */
  amount: number;
  detail: string;
}

export type TextForm =
  | 'far-right-code' // code after 120+ blanks on a line; amount = column
  | 'bidi-control' // amount = count
  | 'invisible-character'
  | 'homoglyph-identifier' // mixed-script or look-alike identifiers; amount = count
  | 'non-latin-identifiers' // amount = share of identifiers
  | 'opaque-identifiers' // random or confusable names (_0x…, IlIlI, OOO0); amount = share
  | 'long-literal' // amount = characters of the longest literal
  | 'high-entropy-literal' // amount = bits per character
  | 'long-line' // amount = characters
  | 'escaped-literal' // share of \x.. escapes in string literals
  | 'numeric-array' // long list of small integers; amount = elements
  | 'one-line-program' // several statements joined on one huge line
  | 'many-escapes'
  | 'dead-padding' // thousands of blank or junk lines before code; amount = lines
  | 'undecodable' // bytes that are no text in the declared encoding
  | 'nul-bytes'
  | 'encrypted-looking'; // most of the text is one opaque literal; amount = share

export interface PackerFact extends FactBase {
  kind: 'packer';
  /** `pyarmor`, `sourcedefender`, `pyobfuscate`, `hyperion`, `kramer`, `blankobf`, `nuitka`, `pyinstaller`, … */
  name: string;
  detail: string;
}

export interface ArchiveFact extends FactBase {
  kind: 'archive';
  anomaly: ArchiveAnomalyCode;
  detail: string;
}

/** What a member is, by content. One per member. */
export interface MemberFact extends FactBase {
  kind: 'member';
  type: MemberType;
  /** Bytes. */
  size: number;
  /** Bits per byte, 0-8. */
  entropy: number;
  /** False when the suffix claims another type. */
  suffixAgrees: boolean;
  /** Would be put on the victim's disk by an installer. */
  installed: boolean;
}

export type MemberType =
  | 'python'
  | 'bytecode'
  | 'pe'
  | 'elf'
  | 'macho'
  | 'archive'
  | 'shell'
  | 'powershell'
  | 'batch'
  | 'vbscript'
  | 'javascript'
  | 'html'
  | 'pickle'
  | 'notebook'
  | 'image'
  | 'document'
  | 'metadata'
  | 'text'
  | 'data'
  | 'jar'
  | 'wasm'
  | 'shortcut'
  | 'sqlite'
  | 'font'
  | 'media'
  | 'empty';

export interface BinaryFact extends FactBase {
  kind: 'binary';
  format: 'pe' | 'elf' | 'macho';
  /** `executable`, `library`, `python-extension`, `object`, `driver`, `dotnet`. */
  role: string;
  architecture: string;
  /** Imported libraries and functions that say what it can do, lower case, bounded. */
  imports: string[];
  /** Interesting strings: URLs, commands, credential places; bounded. */
  strings: string[];
  /** Section names with entropy above 7.2 (packed or encrypted). */
  packedSections: string[];
  packer: string | null;
  /** Bytes after the last section. */
  overlay: number;
}

export interface BytecodeFact extends FactBase {
  kind: 'bytecode';
  /** e.g. `3.11`. */
  python: string;
  /** A source file of the same module is present. */
  hasSource: boolean;
  /** Names used by the bytecode that its source never mentions, bounded; empty without source. */
  unexplainedNames: string[];
}

export interface PickleFact extends FactBase {
  kind: 'pickle';
  /** `module.name` that is imported when loaded. */
  global: string;
  /** It is also called. */
  called: boolean;
  args: string[];
}

export interface PthFact extends FactBase {
  kind: 'pth';
  /** The import line, cut. */
  text: string;
}

export interface MetadataFact extends FactBase {
  kind: 'metadata';
  name: string | null;
  version: string | null;
  summary: string;
  /** Characters of the long description. */
  descriptionLength: number;
  homePage: string;
  author: string;
  authorEmail: string;
  classifiers: number;
  requires: string[];
  entryPoints: string[];
  distributionKind: DistributionKind;
}

/** A required distribution that does not come from the index, or is otherwise out of the ordinary. */
export interface DependencyFact extends FactBase {
  kind: 'dependency';
  requirement: string;
  origin: 'url' | 'vcs' | 'local' | 'index-link';
}

/** Figures over the whole distribution. Exactly one. */
export interface ShapeFact extends FactBase {
  kind: 'shape';
  members: number;
  pythonFiles: number;
  pythonBytes: number;
  pythonLines: number;
  installedBytes: number;
  /** Own top-level importable names. */
  topLevel: string[];
  hasSetupPy: boolean;
  /** Custom cmdclass commands named in setup.py. */
  customCommands: string[];
  /** In-tree build backend (PEP 517 `backend-path`), or ''. */
  inTreeBackend: string;
  /** Functions and classes defined. */
  definitions: number;
}

/** Something only its own kind of analysis could say, in a closed list. */
export interface BehaviourFact extends FactBase {
  kind: 'behaviour';
  behaviour: Behaviour;
  detail: string;
}

export type Behaviour =
  | 'silent-failure' // a block that fetches, runs or decodes inside `except: pass`
  | 'self-delete' // removes its own file
  | 'own-source-rewrite' // writes to __file__
  | 'platform-branch' // payload under os.name/sys.platform test
  | 'environment-guard' // runs only when user, host, locale or debugger test passes
  | 'time-guard'
  | 'endless-loop' // while True around a network answer or a capture
  | 'daemon-thread'
  | 'output-suppressed' // stdout/stderr to DEVNULL, window hidden, at process start
  | 'install-hook' // cmdclass command that does more than call its parent
  | 'function-replaced' // a function of another library that handles secrets or requests; detail `<it> by <own>`
  | 'hook-installed' // sys.meta_path, builtins rebinding, sys.settrace, atexit with payload
  | 'runs-own-file' // exec(open(member).read()), runs a data member as program
  | 'address-replaced' // regex over clipboard text with wallet address
  | 'socket-to-shell' // dup2 of a socket onto std streams, or shell output sent to a socket
  | 'blob-to-code'; // opaque literal reaches code execution by means the folder could not compute

/** A limit was reached: attackers choose the blind spots they are given. */
export interface LimitFact extends FactBase {
  kind: 'limit';
  code: string;
  detail: string;
}

/** A pattern of a YARA pack matched. */
export interface SignatureFact extends FactBase {
  kind: 'signature';
  /** `<pack>/<rule>`. */
  name: string;
  tags: string[];
  /** A matched string, cut. */
  text: string;
}

export type Fact =
  | CallFact
  | FlowFact
  | HiddenNameFact
  | ImportFact
  | LayerFact
  | IndicatorFact
  | SensitiveNameFact
  | CommandFact
  | TextFormFact
  | PackerFact
  | ArchiveFact
  | MemberFact
  | BinaryFact
  | BytecodeFact
  | PickleFact
  | PthFact
  | MetadataFact
  | DependencyFact
  | ShapeFact
  | BehaviourFact
  | LimitFact
  | SignatureFact;

export type FactKind = Fact['kind'];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;
