/** Where results go as they become known, by format. */
import type { ScanResult } from '../contracts/result.ts';
import { renderBrief } from '../report/brief.ts';
import { renderHtml } from '../report/html.ts';
import { renderJson, renderJsonLine } from '../report/json.ts';
import { renderSarif } from '../report/sarif.ts';
import { renderText, renderTotals, type TextOptions } from '../report/text.ts';
import { VERSION } from '../version.ts';

export const FORMATS = ['text', 'json', 'jsonl', 'sarif', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export interface Sink {
  /** Takes the result of the `index`-th target; results come in any order. */
  add(index: number, result: ScanResult): void;
  /** Writes what is left once every target is done. */
  end(): Promise<void>;
}

export interface SinkOptions {
  format: Format;
  text: TextOptions;
  /** Text only: nothing about distributions without findings. */
  quiet: boolean;
  /** Text only: everything instead of what decides. */
  verbose: boolean;
  write(chunk: string): void;
}

export function createSink(options: SinkOptions): Sink {
  if (options.format === 'text') return textSink(options);
  if (options.format === 'jsonl') {
    return { add: (_index, result) => options.write(renderJsonLine(result)), end: async () => {} };
  }
  return documentSink(options);
}

/** Reports in the order of the targets, each as soon as those before it are done. */
function textSink({ text, quiet, verbose, write }: SinkOptions): Sink {
  const render = verbose ? renderText : renderBrief;
  const early = new Map<number, ScanResult>();
  const verdicts: Pick<ScanResult, 'verdict'>[] = [];
  let separator = '';
  const show = (result: ScanResult): void => {
    if (!(quiet && result.verdict === 'no-findings')) {
      write(`${separator}${render(result, text)}`);
      separator = '\n';
    }
    verdicts.push({ verdict: result.verdict });
  };
  return {
    add(index, result) {
      early.set(index, result);
      for (let next = early.get(verdicts.length); next !== undefined; next = early.get(verdicts.length)) {
        early.delete(verdicts.length);
        show(next);
      }
    },
    async end() {
      if (verdicts.length > 1 && !quiet) write(`\n${renderTotals(verdicts, text)}`);
    },
  };
}

/** One document over all results, in the order of the targets. */
function documentSink({ format, write }: SinkOptions): Sink {
  const byIndex = new Map<number, ScanResult>();
  return {
    add: (index, result) => void byIndex.set(index, result),
    async end() {
      const results = [...byIndex].sort(([left], [right]) => left - right).map(([, result]) => result);
      if (format === 'sarif') write(renderSarif(results, await sarifRules(), VERSION));
      else write(format === 'html' ? renderHtml(results) : renderJson(results));
    },
  };
}

/** Loaded only for SARIF: it reads every rule's text. */
async function sarifRules() {
  const { allRuleDocs } = await import('./rule-docs.ts');
  return allRuleDocs();
}
