import type { ScanResult } from '../../../../src/contracts/result.ts';
import { Hostile } from '../../components/Hostile.tsx';

interface Part {
  label: string;
  detail: string;
  contribution: number;
}

/** What the score is made of, as bars: each adds its share to the logit. */
export function Contributions({ result }: { result: ScanResult }) {
  const parts: Part[] = [
    ...result.findings.map(({ rule, title, contribution, path, line }) => ({
      label: title,
      detail: `${rule} at ${path}:${line}`,
      contribution,
    })),
    ...result.traits.map(({ feature, text, contribution }) => ({
      label: `The code ${text}`,
      detail: feature,
      contribution,
    })),
  ]
    .filter(({ contribution }) => contribution !== 0)
    .sort((left, right) => right.contribution - left.contribution);
  const most = Math.max(0.01, ...parts.map(({ contribution }) => contribution));
  return (
    <div className="stack">
      <p>
        Score <strong>{result.score.toFixed(3)}</strong> under model <code>{result.engine.model}</code>: the
        share of malicious distributions among those that score alike.
      </p>
      <div className="bars">
        {parts.map((part) => (
          <Bar key={`${part.detail} ${part.label}`} part={part} most={most} />
        ))}
      </div>
      {parts.length === 0 && <p className="quiet">Nothing counted.</p>}
    </div>
  );
}

function Bar({ part, most }: { part: Part; most: number }) {
  const { label, detail, contribution } = part;
  return (
    <>
      <span className="small break" title={detail}>
        <Hostile text={label} />
      </span>
      <meter min={0} max={most} value={Math.max(0, contribution)} aria-label={label} />
      <span className="mono small">+{contribution.toFixed(2)}</span>
    </>
  );
}
