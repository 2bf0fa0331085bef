/** Every finding with its trail: each step is a place that can be opened. */
import type { Finding, ScanResult } from '../../../../src/contracts/result.ts';
import { Hostile } from '../../components/Hostile.tsx';
import { phaseText } from '../../components/marks.tsx';
import type { Tab } from '../Evidence.tsx';

export type GoTo = (search: { tab: Tab; path: string; line: number; layer?: string }) => void;

interface Props {
  result: ScanResult;
  onPlace: GoTo;
}

export function Findings({ result, onPlace }: Props) {
  const { findings } = result;
  if (findings.length === 0) return <p className="quiet">No rule fired.</p>;
  return (
    <div className="stack">
      {findings.map((finding) => (
        <OneFinding
          key={`${finding.rule} ${finding.path} ${finding.layer} ${finding.line} ${finding.column}`}
          finding={finding}
          onPlace={onPlace}
        />
      ))}
    </div>
  );
}

function OneFinding({ finding, onPlace }: { finding: Finding; onPlace: GoTo }) {
  const { rule, title, phase, path, line, layer, message, trail, contribution } = finding;
  return (
    <article className="card stack">
      <div className="row spread wrap">
        <h3>{title}</h3>
        <span className="row">
          <span className="badge plain">{phaseText(phase)}</span>
          <span className="badge plain">
            {contribution > 0 ? `+${contribution.toFixed(2)}` : 'counted elsewhere'}
          </span>
        </span>
      </div>
      <p>
        <Hostile text={message} />
      </p>
      <p className="small">
        <code className="quiet">{rule}</code> ·{' '}
        <Place path={path} line={line} layer={layer} onPlace={onPlace} />
      </p>
      {trail.length > 0 && (
        <ol className="trail">
          {trail.map((step, index) => (
            // A trail never changes its order.
            // biome-ignore lint/suspicious/noArrayIndexKey: steps may repeat
            <li key={index}>
              <div>
                <Hostile text={step.text} />{' '}
                {step.at !== null && (
                  <Place path={step.at.path} line={step.at.line} layer={step.at.layer} onPlace={onPlace} />
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}

interface PlaceProps {
  path: string;
  line: number;
  layer: string | null;
  onPlace: GoTo;
}

export function Place({ path, line, layer, onPlace }: PlaceProps) {
  const target =
    layer === null ? { tab: 'files' as const, path, line } : { tab: 'layers' as const, path, line, layer };
  return (
    <button type="button" className="plain mono small break" onClick={() => onPlace(target)}>
      <Hostile text={path} />:{line}
      {layer !== null && <> in layer {layer}</>}
    </button>
  );
}
