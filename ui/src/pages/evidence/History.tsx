import { Link } from '@tanstack/react-router';
import type { ScanResult } from '../../../../src/contracts/result.ts';
import { type DistributionView, useReleases } from '../../api/view.ts';
import { Hostile } from '../../components/Hostile.tsx';
import { DispositionBadge, VerdictBadge } from '../../components/marks.tsx';

interface Props {
  view: DistributionView | null;
  result: ScanResult;
}

/** What happened to this distribution, and the releases of its project around it. */
export function History({ view, result }: Props) {
  const releases = useReleases(result.distribution.project);
  return (
    <div className="evidence">
      <section className="card stack">
        <h3>Releases of the project</h3>
        <ol className="timeline">
          {(releases.data?.hits ?? []).map((hit) => (
            <li key={hit.sha256}>
              <p>
                {hit.sha256 === result.distribution.sha256 ? (
                  <strong>
                    <Hostile text={hit.version} />
                  </strong>
                ) : (
                  <Link to="/distributions/$sha256" params={{ sha256: hit.sha256 }}>
                    <Hostile text={hit.version} />
                  </Link>
                )}{' '}
                <VerdictBadge verdict={hit.verdict?.verdict ?? null} />
              </p>
              <p className="quiet small">
                <Hostile text={hit.filename} /> · {new Date(hit.firstSeenAt).toLocaleString()}
                {hit.sha256 !== result.distribution.sha256 && result.distribution.sha256 !== null && (
                  <>
                    {' · '}
                    <Link to="/compare" search={{ left: hit.sha256, right: result.distribution.sha256 }}>
                      compare
                    </Link>
                  </>
                )}
              </p>
            </li>
          ))}
        </ol>
      </section>
      <section className="card stack">
        <h3>This distribution</h3>
        <table>
          <thead>
            <tr>
              <th>When</th>
              <th>What</th>
              <th>By</th>
            </tr>
          </thead>
          <tbody>
            {view !== null &&
              eventsOf(view).map(({ at, what, by, key }) => (
                <tr key={key}>
                  <td className="small">{new Date(at).toLocaleString()}</td>
                  <td>{what}</td>
                  <td className="small">
                    <Hostile text={by} />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function eventsOf(view: DistributionView) {
  const events = [
    ...view.submissions.map(({ id, source, uploader, receivedAt, filename }) => ({
      key: id,
      at: receivedAt,
      what: (
        <>
          arrived by {source} as <Hostile text={filename} />
        </>
      ),
      by: uploader ?? 'nobody in particular',
    })),
    ...view.verdicts.map((verdict) => ({
      key: `verdict ${verdict.id}`,
      at: verdict.createdAt,
      what: (
        <>
          <VerdictBadge verdict={verdict.verdict} /> score {verdict.score.toFixed(3)}
        </>
      ),
      by: `engine ${verdict.engine}, rules ${verdict.ruleset}, model ${verdict.model}`,
    })),
    ...view.dispositions.map((row) => ({
      key: `disposition ${row.createdAt}`,
      at: row.createdAt,
      what: (
        <>
          <DispositionBadge disposition={row.disposition} /> <Hostile text={row.reason} />
        </>
      ),
      by: row.actor,
    })),
    ...view.decisions.map((row) => ({
      key: `decision ${row.id}`,
      at: row.createdAt,
      what: (
        <>
          <strong>{row.kind}</strong> <Hostile text={row.reasons.join(', ')} /> <Hostile text={row.note} />
        </>
      ),
      by: row.actor,
    })),
    ...view.observations.map((row) => ({
      key: `observation ${row.id}`,
      at: row.createdAt,
      what: (
        <>
          {row.kind}: <Hostile text={row.summary} />
        </>
      ),
      by: row.actor,
    })),
  ];
  return events.sort((left, right) => (left.at < right.at ? 1 : -1));
}
