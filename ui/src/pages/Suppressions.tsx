/** What does not count, where, on whose word and until when. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type SuppressionRow, useRevoke, useSuppressions } from '../api/suppressions.ts';
import { Hostile } from '../components/Hostile.tsx';
import { useSay } from '../components/Toasts.tsx';

export function Suppressions() {
  const [state, setState] = useState<'active' | 'all'>('active');
  const suppressions = useSuppressions(state);
  const rows = suppressions.data?.suppressions ?? [];
  return (
    <div className="page stack">
      <div className="row spread wrap">
        <h1>
          Suppressions <span className="quiet small">{rows.length}</span>
        </h1>
        <div className="row">
          <button type="button" aria-pressed={state === 'active'} onClick={() => setState('active')}>
            Active
          </button>
          <button type="button" aria-pressed={state === 'all'} onClick={() => setState('all')}>
            All
          </button>
        </div>
      </div>
      <p className="quiet">
        A suppression holds for one rule on one piece of code in one project, wherever in it the code lies.
        Ending one, or its end, concerns what is screened afterwards.
      </p>
      {suppressions.isError && <p role="alert">{suppressions.error.message}</p>}
      {suppressions.data !== undefined && rows.length === 0 && <p className="quiet">Everything counts.</p>}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>Project</th>
              <th>Rule and code</th>
              <th>Reason</th>
              <th>Owner</th>
              <th>Until</th>
              <th>
                <span className="hidden-visually">Revoke</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <OneSuppression key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function OneSuppression({ row }: { row: SuppressionRow }) {
  const revoke = useRevoke();
  const say = useSay();
  const { id, project, rule, code, reason, owner, sha256, expiresAt, revokedAt, revokedBy } = row;
  const isOver = Date.parse(expiresAt) < Date.now();
  const end = (): void =>
    revoke.mutate(id, {
      onSuccess: () => say('Revoked'),
      onError: (error) => say(error.message, { kind: 'error' }),
    });
  return (
    <tr>
      <td className="break">
        <Hostile text={project} />
      </td>
      <td className="break">
        <code>{rule}</code>
        <br />
        <Link to="/distributions/$sha256" params={{ sha256 }} search={{ tab: 'findings' }}>
          <code>{code.slice(0, 12)}</code>
        </Link>
      </td>
      <td className="break">
        <Hostile text={reason} />
      </td>
      <td>{owner}</td>
      <td>{new Date(expiresAt).toLocaleDateString()}</td>
      <td>
        {revokedAt !== null ? (
          <span className="quiet">revoked by {revokedBy}</span>
        ) : isOver ? (
          <span className="quiet">over</span>
        ) : (
          <button type="button" disabled={revoke.isPending} onClick={end}>
            Revoke
          </button>
        )}
      </td>
    </tr>
  );
}
