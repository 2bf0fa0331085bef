/** Python sources in memory, evaluated for real; facts as lines that tables can state. */
import { analysePython, type PythonAnalysis } from '../../src/analyses/analyse.ts';
import { collectArtifacts } from '../../src/artifacts/collect.ts';
import type { Fact, FactKind } from '../../src/contracts/fact.ts';
import type { Location } from '../../src/contracts/location.ts';
import { sdist, wheel } from '../builders/members.ts';

export type Files = Record<string, Uint8Array | string>;

/** A wheel of these files, or of one module `own.py`. */
export function evaluateWheel(files: Files | string): PythonAnalysis {
  return analysePython(collectArtifacts('', wheel(typeof files === 'string' ? { 'own.py': files } : files)));
}

/** An sdist below `own-1.0/` of these files, or of one `setup.py`; paths in facts are below that folder. */
export function evaluateSdist(files: Files | string): PythonAnalysis {
  const content = typeof files === 'string' ? { 'setup.py': files } : files;
  return analysePython(collectArtifacts('', sdist('own-1.0', content)));
}

/** An sdist where the files hold what builds one, else a wheel. */
export function evaluate(files: Files | string): PythonAnalysis {
  const builds =
    typeof files !== 'string' && ['setup.py', 'setup.cfg', 'pyproject.toml'].some((name) => name in files);
  return builds ? evaluateSdist(files) : evaluateWheel(files);
}

/** Lines of the facts of these kinds, in the order they were found; all kinds when none is named. */
export function lines({ facts }: PythonAnalysis, ...kinds: FactKind[]): string[] {
  return facts.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(lineOf);
}

/** The text that the last call of `os.system` gets in one module, or undefined when it is not known. */
export function commandOf(source: string): unknown {
  const calls = evaluateWheel(source).facts.filter(
    (fact) => fact.kind === 'call' && fact.api === 'os.system',
  );
  const last = calls.at(-1);
  return last?.kind === 'call' ? last.args[0]?.constant : undefined;
}

/** `own.py:3 import call os.system('print(1)')`. */
export function lineOf(fact: Fact): string {
  return `${placeOf(fact.at)} ${fact.phase} ${fact.kind} ${contentOf(fact)}`;
}

/** `path:line`, and the layer's id when the line is one of a layer. */
export function placeOf({ path, line, layer }: Location): string {
  return `${path.replace(/^own-1\.0\//, '')}:${line}${layer === null ? '' : `@${layer}`}`;
}

function contentOf(fact: Fact): string {
  switch (fact.kind) {
    case 'call': {
      const keywords = Object.entries(fact.keywords).map(([name, value]) => `${name}=${value.text}`);
      const call = `${fact.api}(${[...fact.args.map(({ text }) => text), ...keywords].join(', ')})`;
      return fact.via === 'plain' ? call : `${call} ${fact.via}`;
    }
    case 'flow': {
      const steps = fact.steps.map(({ text, at }) => `${text}${at === null ? '' : `:${at.line}`}`);
      const via = steps.length === 0 ? '' : ` by ${steps.join(', ')}`;
      return `${fact.source.kind} ${endOf(fact.source)} > ${fact.sink.kind} ${endOf(fact.sink)}${via}`;
    }
    case 'hidden-name':
      return `${fact.target} ${fact.via}${fact.computed ? ' computed' : ''}`;
    case 'import':
      return `${fact.module}${fact.own ? ' own' : ''}`;
    case 'layer': {
      const { id, parent, chain, language } = fact.layer;
      return `${id}${parent === null ? '' : ` in ${parent}`} ${language} ${chain.join('+')}`;
    }
    case 'indicator':
      return `${fact.type} ${fact.value}${fact.hidden ? ' hidden' : ''}`;
    case 'sensitive-name':
      return `${fact.category} ${fact.text}${fact.hidden ? ' hidden' : ''}`;
    case 'command':
      return `${fact.dialect} ${fact.origin} ${fact.text}`;
    case 'behaviour':
      return `${fact.behaviour} ${fact.detail}`.trim();
    case 'limit':
      return fact.code;
    case 'text-form':
      return `${fact.form} ${fact.detail}`.trim();
    default:
      return JSON.stringify(fact);
  }
}

const endOf = ({ name, detail }: { name: string; detail: string }): string =>
  detail === '' ? name : `${name} ${detail}`;
