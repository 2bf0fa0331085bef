/** Every finding with its trail: each step is a place that can be opened. */
import { type ReactNode, useState } from 'react';
import type { Finding, ScanResult, SuppressedFinding } from '../../../../src/contracts/result.ts';
import { useSuppress } from '../../api/suppressions.ts';
import { Hostile } from '../../components/Hostile.tsx';
import { phaseText } from '../../components/marks.tsx';
import { SuppressDialog } from '../../components/SuppressDialog.tsx';
import { useSay } from '../../components/Toasts.tsx';
import type { Tab } from '../Evidence.tsx';

export type GoTo = (search: { tab: Tab; path: string; line: number; layer?: string }) => void;

interface Props {
  result: ScanResult;
  onPlace: GoTo;
}

export function Findings({ result, onPlace }: Props) {
  const { findings, suppressed = [], distribution } = result;
  const { sha256, project } = distribution;
  return (
    <div className="stack">
      {findings.length === 0 && (
        <p className="quiet">{suppressed.length === 0 ? 'No rule fired.' : 'No finding counts.'}</p>
      )}
      {findings.map((finding) => (
        <OneFinding key={keyOf(finding)} finding={finding} onPlace={onPlace}>
          <Suppressing finding={finding} sha256={sha256} project={project} />
        </OneFinding>
      ))}
      {suppressed.length > 0 && <h2>{suppressed.length} suppressed: seen, and not counted</h2>}
      {suppressed.map((finding) => (
        <OneFinding key={keyOf(finding)} finding={finding} onPlace={onPlace}>
          <Suppressed finding={finding} />
        </OneFinding>
      ))}
    </div>
  );
}

function keyOf({ rule, path, layer, line, column, message }: Finding): string {
  return JSON.stringify([rule, path, layer, line, column, message]);
}

function Suppressed({ finding: { suppression } }: { finding: SuppressedFinding }) {
  return (
    <p className="small">
      Suppressed by {suppression.owner} until {new Date(suppression.until).toLocaleDateString()}:{' '}
      <Hostile text={suppression.reason} />
    </p>
  );
}

interface SuppressingProps {
  finding: Finding;
  sha256: string | null;
  project: string | null;
}

function Suppressing({ finding, sha256, project }: SuppressingProps) {
  const { rule, title, code = null } = finding;
  const [isAsking, setIsAsking] = useState(false);
  const suppress = useSuppress();
  const say = useSay();
  if (code === null || sha256 === null || project === null) return null;
  const perform = (said: { reason: string; days: number }): void => {
    setIsAsking(false);
    suppress.mutate(
      { sha256, rule, code, ...said },
      {
        onSuccess: ({ expiresAt }) =>
          say(`Suppressed from the next scan on, until ${new Date(expiresAt).toLocaleDateString()}`),
        onError: (error) => say(error.message, { kind: 'error' }),
      },
    );
  };
  return (
    <div className="row">
      <button type="button" className="small" onClick={() => setIsAsking(true)}>
        Suppress in this project…
      </button>
      {isAsking && (
        <SuppressDialog
          project={project}
          title={title}
          onSuppress={perform}
          onClose={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}

interface OneFindingProps {
  finding: Finding;
  onPlace: GoTo;
  /** What can be done about it, or has been. */
  children: ReactNode;
}

function OneFinding({ finding, onPlace, children }: OneFindingProps) {
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
      {children}
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
