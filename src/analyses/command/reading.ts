/** What an analysis of a command text says, and the state it is gathered in. */
import type { CommandFact, CommandFeature } from '../../contracts/fact.ts';
import type { LayerLanguage } from '../../contracts/location.ts';
import { COMMAND_DEPTH, INNER_PROGRAM_CHARS, INNER_PROGRAMS } from '../../limits.ts';

export type Dialect = CommandFact['dialect'];

/** A program recovered from inside a command text. */
export interface InnerProgram {
  language: LayerLanguage;
  text: string;
  /** From the outside in, e.g. `['powershell -enc', 'base64', 'utf-16le']`. */
  chain: string[];
}

export interface CommandReading {
  /** Sorted, without repeats; those of programs inside are included. */
  features: CommandFeature[];
  /** Programs started, lower case, without folder and suffix. */
  programs: string[];
  urls: string[];
  /** Programs directly inside; what is inside those is found by analysing them in turn. */
  inner: InnerProgram[];
}

export type Connector = '' | '|' | '&&' | '||' | ';' | '&';

export interface Redirect {
  /** Without a file descriptor number; here-documents carry their text as target. */
  op: '>' | '>>' | '<' | '<>' | '<<' | '<<<' | '>&' | '<&';
  target: string;
}

/** One program with its arguments, quotes and escapes removed. */
export interface SimpleCommand {
  /** Base name, lower case, without `.exe` and the like. */
  name: string;
  /** As written, without quotes. */
  path: string;
  args: string[];
  redirects: Redirect[];
  /** Texts of command substitutions in the words. */
  substitutions: string[];
  /** How the next command follows. */
  next: Connector;
}

const PROGRAM_SUFFIX = /\.(?:exe|com|bat|cmd|ps1|sh)$/;
const MAX_PROGRAMS = 200;
const MAX_URLS = 200;

/** Last component of a path in either notation, lower case. */
export function baseNameOf(path: string): string {
  const bare = path.replace(/["']/g, '').slice(-512);
  return bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1).toLowerCase();
}

export function programName(path: string): string {
  return baseNameOf(path).replace(/\.exe$|\.com$/, '');
}

export function simpleCommand(
  words: string[],
  next: Connector = '',
  substitutions: string[] = [],
): SimpleCommand {
  const path = words[0] ?? '';
  return { name: programName(path), path, args: words.slice(1), redirects: [], substitutions, next };
}

/** Analyses `text` as the program of `dialect` one level further in. */
export type Analyse = (session: Session, text: string, dialect: Dialect) => void;

/** Everything one analysis gathers. Programs inside programs share it, so that a file downloaded outside and started inside is seen. */
export class Session {
  readonly features = new Set<CommandFeature>();
  readonly programs = new Set<string>();
  readonly urls = new Set<string>();
  readonly inner: InnerProgram[] = [];
  /** Base names of files that were downloaded. */
  readonly downloads = new Set<string>();
  /** Lower-case folders that a downloaded archive was unpacked into; '' for the current one. */
  readonly unpacked = new Set<string>();
  /** Lower-case texts of redirects to and files made in this session, for whole-script conditions. */
  readonly marks = new Set<string>();
  /** Lines written to a file by `echo` and here-documents, per target. */
  readonly written = new Map<string, string[]>();
  depth = 0;
  private readonly captures: Set<CommandFeature>[] = [];
  private readonly analyse: Analyse;

  constructor(analyse: Analyse) {
    this.analyse = analyse;
  }

  feature(...features: CommandFeature[]): void {
    for (const feature of features) {
      this.features.add(feature);
      for (const capture of this.captures) capture.add(feature);
    }
  }

  /** Features that `work` contributes, whether or not they were known before. */
  capture(work: () => void): Set<CommandFeature> {
    const capture = new Set<CommandFeature>();
    this.captures.push(capture);
    work();
    this.captures.pop();
    return capture;
  }

  program(name: string): void {
    const plain = name.replace(PROGRAM_SUFFIX, '');
    if (this.programs.size < MAX_PROGRAMS && /^[a-z0-9_][a-z0-9_.+-]{0,39}$/.test(plain))
      this.programs.add(plain);
  }

  url(url: string): void {
    if (this.urls.size < MAX_URLS) this.urls.add(url);
  }

  /** Notes a program found inside and analyses it too, when it is one of the dialects. */
  nested(text: string, dialect: Dialect, chain: string[]): Set<CommandFeature> {
    this.addInner(dialect === 'argv' ? 'shell' : dialect, text, chain);
    return this.run(text, dialect);
  }

  /** Analyses a text one level in without reporting it as a program of its own. */
  run(text: string, dialect: Dialect): Set<CommandFeature> {
    if (this.depth >= COMMAND_DEPTH || text.trim() === '') return new Set();
    this.depth++;
    const features = this.capture(() => this.analyse(this, text, dialect));
    this.depth--;
    return features;
  }

  addInner(language: LayerLanguage, text: string, chain: string[]): void {
    if (this.depth > 0 || this.inner.length >= INNER_PROGRAMS || text.trim().length < 2) return;
    const cut = text.slice(0, INNER_PROGRAM_CHARS);
    if (this.inner.some((inner) => inner.text === cut)) return;
    this.inner.push({ language, text: cut, chain });
  }

  /** Remembers that `target` (a path, '' when unknown) now holds what came from the network. */
  download(target: string): void {
    this.feature('download');
    const name = baseNameOf(target);
    if (name !== '' && name !== '-') this.downloads.add(name);
  }

  /** True when `path` was downloaded in this session, or lies where a downloaded archive was unpacked. */
  isDownloaded(path: string): boolean {
    const lower = path.toLowerCase().replaceAll('\\', '/');
    const name = baseNameOf(path);
    if (name === '') return false;
    if (this.downloads.has(name)) return true;
    for (const folder of this.unpacked) {
      if (folder === '' ? lower.startsWith('./') && !BUILD_SCRIPTS.has(name) : lower.startsWith(folder))
        return true;
    }
    return false;
  }

  reading(): CommandReading {
    return {
      features: [...this.features].sort(),
      programs: [...this.programs],
      urls: [...this.urls],
      inner: this.inner,
    };
  }
}

/** What honest sources run after unpacking. */
const BUILD_SCRIPTS: ReadonlySet<string> = new Set(
  'configure autogen.sh bootstrap bootstrap.sh buildconf config build.sh setup.sh install.sh b2 gradlew mvnw'.split(
    ' ',
  ),
);

const URL =
  /\b(?:https?|hxxps?|ftps?|wss?|tcp|udp|stratum\+(?:tcp|ssl)|smb|ldaps?|rmi):\/\/[^\s"'`<>|;(){}^]{3,2048}/gi;

export function collectUrls(session: Session, text: string): void {
  for (const match of text.matchAll(URL)) session.url(match[0].replace(/[,.$]$/, ''));
}
