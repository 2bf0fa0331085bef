import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { benignUnits, maliciousUnits, type Unit } from './corpora.ts';
import { askInterpreter, sitePackagesUnits, stdlibUnits } from './installed.ts';

const PINNED = fileURLToPath(new URL('../benign.tsv', import.meta.url));

/** Command line options that name corpora, for `util.parseArgs`. */
export const CORPUS_OPTIONS = {
  /** Table of malicious distributions. */
  manifest: { type: 'string' },
  /** Folder that its paths are relative to. */
  root: { type: 'string' },
  /** Folder that eval/fetch-benign.ts has filled. */
  benign: { type: 'string' },
  'benign-manifest': { type: 'string', default: PINNED },
  /** The standard library of `--python`. */
  stdlib: { type: 'boolean', default: false },
  python: { type: 'string', default: 'python3' },
  /** Folders with installed distributions. */
  'site-packages': { type: 'string', multiple: true },
} as const;

export interface CorpusValues {
  manifest?: string;
  root?: string;
  benign?: string;
  'benign-manifest': string;
  stdlib: boolean;
  python: string;
  'site-packages'?: string[];
}

/** All units of the corpora that are named. @throws Error when a manifest is not there or is malformed */
export function unitsOf(values: CorpusValues): Unit[] {
  return [
    ...(values.manifest === undefined ? [] : maliciousUnits(values.manifest, values.root ?? '.')),
    ...(values.benign === undefined ? [] : benignUnits(values['benign-manifest'], values.benign)),
    ...(values.stdlib ? stdlibUnits(askInterpreter(values.python)) : []),
    ...(values['site-packages'] ?? []).flatMap(sitePackagesUnits),
  ];
}

/** Where corpora are looked for when none is named: outside git in any case. */
export const CORPORA = process.env.LAZARET_CORPORA ?? '.cache/corpora';

/**
 * The corpora as they lie in one folder by convention (malicious.tsv with malicious/, and benign/), with the
 * standard library and the site-packages of the interpreter.
 */
export function conventional(values: CorpusValues, corpora: string): CorpusValues {
  return {
    ...values,
    manifest: values.manifest ?? path.join(corpora, 'malicious.tsv'),
    root: values.root ?? path.join(corpora, 'malicious'),
    benign: values.benign ?? path.join(corpora, 'benign'),
    stdlib: true,
    'site-packages': values['site-packages'] ?? [askInterpreter(values.python).sitePackages],
  };
}
