/** What a reviewer sees of a campaign before opening anything: the arguments, and what to do about them. */
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCampaign, useResult } from '../api/review.ts';
import { useSession } from '../api/session.tsx';
import type { QueueRow } from '../api/types.ts';
import { Hostile } from '../components/Hostile.tsx';
import { Key, VerdictBadge } from '../components/marks.tsx';
import { Reasons } from '../components/Reasons.tsx';

interface Props {
  row: QueueRow;
  about: string;
  onDecide: (kind: 'confirm' | 'dismiss' | 'escalate') => void;
  onOpen: () => void;
}

/** Members listed before the rest is a number. */
const LISTED = 12;

export function Preview({ row, about, onDecide, onOpen }: Props) {
  const isSettled = useSettled(row.sha256);
  const result = useResult(isSettled ? row.sha256 : null);
  const campaign = useCampaign(isSettled && row.count > 1 ? row.campaignId : null);
  const { data } = result;
  const { actor } = useSession();
  const holder = row.claim !== null && row.claim.actor !== actor ? row.claim : null;
  const members = campaign.data?.members ?? [];
  return (
    <div className="stack">
      <div className="row spread wrap">
        <div className="clip">
          <h2 className="break">
            <Hostile text={row.filename} />
          </h2>
          <p className="quiet small">{about}</p>
        </div>
        <VerdictBadge verdict={row.verdict} />
      </div>
      {holder !== null && (
        <p className="notice" role="status">
          {holder.name} has this in hand until {new Date(holder.expiresAt).toLocaleTimeString()}, unless they
          let go of it earlier.
        </p>
      )}
      <div className="actions">
        <button type="button" className="primary" onClick={() => onDecide('confirm')}>
          Confirm <Key>c</Key>
        </button>
        <button type="button" onClick={() => onDecide('dismiss')}>
          Dismiss <Key>d</Key>
        </button>
        <button type="button" onClick={() => onDecide('escalate')}>
          Escalate <Key>e</Key>
        </button>
        <button type="button" onClick={onOpen}>
          Evidence <Key>o</Key>
        </button>
      </div>
      {data === undefined ? (
        <p className="quiet">{result.isError ? result.error.message : 'Reading the evidence …'}</p>
      ) : (
        <Reasons result={data} limit={4} />
      )}
      {members.length > 1 && (
        <section className="card stack">
          <h3>{members.length} near-identical distributions, decided together</h3>
          <table>
            <thead>
              <tr>
                <th>File</th>
                <th>Score</th>
                <th>
                  <span className="hidden-visually">Compare</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {members.slice(0, LISTED).map((member) => (
                <tr key={member.sha256}>
                  <td className="break">
                    <Link to="/distributions/$sha256" params={{ sha256: member.sha256 }}>
                      <Hostile text={member.filename} />
                    </Link>
                  </td>
                  <td>{member.score?.toFixed(2)}</td>
                  <td>
                    {member.sha256 !== row.sha256 && (
                      <Link to="/compare" search={{ left: row.sha256, right: member.sha256 }}>
                        compare
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {members.length > LISTED && <p className="quiet">and {members.length - LISTED} more</p>}
        </section>
      )}
    </div>
  );
}

/** Whether a value has stayed for a moment: rows that are only passed ask for nothing. The first is settled at once. */
function useSettled(value: string): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 100);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}
