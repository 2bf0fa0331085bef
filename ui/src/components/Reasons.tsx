/** The arguments for a verdict, the strongest first, each with the lines it rests on. */
import { useMemo } from 'react';
import type { Excerpt, Reason, ScanResult } from '../../../src/contracts/result.ts';
import { Code } from './Code.tsx';
import { Hostile } from './Hostile.tsx';

interface Props {
  result: ScanResult;
  limit?: number;
  /** Called when the place of a reason is chosen. */
  onPlace?: (reason: Reason) => void;
}

export function Reasons({ result, limit = 100, onPlace }: Props) {
  const { reasons = [], excerpts } = result;
  if (reasons.length === 0) {
    return (
      <ul className="stack">
        {result.arguments.slice(0, limit).map((argument) => (
          <li key={argument}>
            <Hostile text={argument} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div className="stack">
      {reasons.slice(0, limit).map((reason, index) => (
        <OneReason
          key={`${reason.path} ${reason.line} ${reason.what}`}
          reason={reason}
          excerpt={index < 3 ? excerptOf(excerpts, reason) : undefined}
          onPlace={onPlace}
        />
      ))}
      {reasons.length > limit && (
        <p className="quiet">and {reasons.length - limit} weaker ones in the evidence</p>
      )}
    </div>
  );
}

function excerptOf(excerpts: readonly Excerpt[], { path, line, layer }: Reason): Excerpt | undefined {
  return excerpts.find((one) => one.path === path && one.layer === layer && one.focus === line);
}

interface OneProps {
  reason: Reason;
  excerpt: Excerpt | undefined;
  onPlace: Props['onPlace'] | undefined;
}

function OneReason({ reason, excerpt, onPlace }: OneProps) {
  const { what, detail, when, where, unusual, contribution } = reason;
  const marks = useMemo(
    () => (excerpt === undefined ? [] : [{ line: excerpt.focus, focus: true }]),
    [excerpt],
  );
  return (
    <article className={`reason stack ${contribution > 1 ? 'heavy' : ''}`}>
      <div>
        <p className="what">
          <Hostile text={what} />
          {when !== '' && <span className="quiet"> — {when}</span>}
        </p>
        <p>
          <Hostile text={detail} />
        </p>
        {unusual !== '' && (
          <p className="quiet small">
            <Hostile text={unusual} />
          </p>
        )}
        {onPlace === undefined ? (
          <p className="where">
            <Hostile text={where} />
          </p>
        ) : (
          <button type="button" className="where" onClick={() => onPlace(reason)}>
            <Hostile text={where} />
          </button>
        )}
      </div>
      {excerpt !== undefined && (
        <div className="code">
          <Code
            text={excerpt.lines.join('\n')}
            firstLine={excerpt.firstLine}
            marks={marks}
            label={`Lines around the finding`}
            maxHeight="16rem"
          />
        </div>
      )}
    </article>
  );
}
