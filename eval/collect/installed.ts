/** Wheels rebuilt from what is installed on this machine: the standard library, and site-packages. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { normaliseName, type SourceFile, type Unit } from './corpora.ts';

interface Interpreter {
  /** `3.11.7`. */
  version: string;
  stdlib: string;
  sitePackages: string;
}

const ASK =
  'import platform, sysconfig as s; p = s.get_paths(); print(platform.python_version(), p["stdlib"], p["purelib"], sep="\\n")';

/** Asks an interpreter where its library is. @throws Error when it cannot be run */
export function askInterpreter(python: string): Interpreter {
  const answer = execFileSync(python, ['-c', ASK], { encoding: 'utf8' });
  const [version = '', stdlib = '', sitePackages = ''] = answer.trim().split('\n');
  return { version, stdlib, sitePackages };
}

const NO_MODULES = ['site-packages', 'dist-packages', '__pycache__'];

/** The standard library, one unit for each top-level module, package or other folder. */
export function stdlibUnits({ version, stdlib }: Pick<Interpreter, 'version' | 'stdlib'>): Unit[] {
  return readdirSync(stdlib, { withFileTypes: true })
    .filter(({ name }) => !NO_MODULES.includes(name))
    .flatMap((entry): Unit[] => {
      const full = path.join(stdlib, entry.name);
      const isModule = entry.isFile() && entry.name.endsWith('.py');
      const files = entry.isDirectory() ? filesBelow(full, entry.name) : [];
      if (isModule) files.push({ member: entry.name, from: full });
      if (files.length === 0) return [];
      const module = entry.name.replace(/\.py$/, '');
      return [wheelUnit(module, version, 'stdlib', `stdlib:${module}`, files)];
    });
}

/** Every distribution below a site-packages folder whose RECORD says which files are its own. */
export function sitePackagesUnits(folder: string): Unit[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.dist-info') && existsSync(path.join(folder, name, 'RECORD')))
    .sort()
    .map((info) => {
      const [project = '', version = ''] = info.replace(/\.dist-info$/, '').split('-');
      const files = recordedFiles(folder, info);
      return wheelUnit(project, version, 'site-packages', normaliseName(project), files);
    });
}

/** Written by installers, not by the wheel. */
const INSTALLERS_OWN = /(?:^|\/)__pycache__\/|\.dist-info\/(?:RECORD|INSTALLER|REQUESTED|direct_url\.json)$/;

function recordedFiles(folder: string, info: string): SourceFile[] {
  const record = readFileSync(path.join(folder, info, 'RECORD'), 'utf8');
  return record
    .split(/\r?\n/)
    .map((line) => /^"((?:[^"]|"")*)"|^[^,]*/.exec(line)!)
    .map(([plain, quoted]) => quoted?.replaceAll('""', '"') ?? plain)
    .filter((member) => member !== '' && !path.isAbsolute(member) && !member.split('/').includes('..'))
    .filter((member) => !INSTALLERS_OWN.test(member))
    .map((member) => ({ member, from: path.join(folder, member) }))
    .filter(({ from }) => existsSync(from));
}

function filesBelow(folder: string, prefix: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const member = `${prefix}/${entry.name}`;
    const from = path.join(folder, entry.name);
    if (entry.isDirectory()) return NO_MODULES.includes(entry.name) ? [] : filesBelow(from, member);
    return entry.isFile() ? [{ member, from }] : [];
  });
}

function wheelUnit(
  project: string,
  version: string,
  stratum: 'stdlib' | 'site-packages',
  group: string,
  files: SourceFile[],
): Unit {
  const wheel = files.sort((a, b) => (a.member < b.member ? -1 : 1));
  return {
    identity: {
      sha256: '',
      file: `${project.replace(/[-.]+/g, '_')}-${version}-py3-none-any.whl`,
      project,
      version,
      label: 'benign',
      group,
      stratum,
      firstSeen: '',
      questionable: false,
    },
    content: { wheel },
    bytes: wheel.reduce((sum, { from }) => sum + statSync(from).size, 0),
  };
}
