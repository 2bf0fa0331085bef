import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ScanResult } from '../../../../src/contracts/result.ts';
import { useElsewhere } from '../../api/view.ts';
import { Hostile } from '../../components/Hostile.tsx';
import { VerdictBadge } from '../../components/marks.tsx';

/** Addresses, wallets and the like, defanged, and where else they occur. */
export function Indicators({ result }: { result: ScanResult }) {
  const [asked, setAsked] = useState<string | null>(null);
  const elsewhere = useElsewhere(asked);
  const { indicators, distribution } = result;
  if (indicators.length === 0) return <p className="quiet">Nothing to look up elsewhere.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>Kind</th>
          <th>Value</th>
          <th>Where</th>
          <th>Elsewhere</th>
        </tr>
      </thead>
      <tbody>
        {indicators.map(({ type, value, path, line, layer }) => (
          <tr key={`${type} ${value} ${path} ${layer} ${line}`}>
            <td>{type}</td>
            <td className="mono break">
              <Hostile text={value} address />
            </td>
            <td className="mono small break">
              <Hostile text={path} />:{line} {layer}
            </td>
            <td>
              {asked === value ? (
                <ul className="tree">
                  {(elsewhere.data?.hits ?? [])
                    .filter(({ sha256 }) => sha256 !== distribution.sha256)
                    .map((hit) => (
                      <li key={hit.sha256}>
                        <Link to="/distributions/$sha256" params={{ sha256: hit.sha256 }}>
                          <Hostile text={hit.filename} />
                        </Link>{' '}
                        <VerdictBadge verdict={hit.verdict?.verdict ?? null} />
                      </li>
                    ))}
                  {elsewhere.data?.hits.every(({ sha256 }) => sha256 === distribution.sha256) === true && (
                    <li className="quiet">nowhere else</li>
                  )}
                </ul>
              ) : (
                <button type="button" onClick={() => setAsked(value)}>
                  look
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
