import type { ScanResult } from '../../../../src/contracts/result.ts';
import { Hostile } from '../../components/Hostile.tsx';

/** What could not be seen, and why: silence about these would be a lie. */
export function Limitations({ result }: { result: ScanResult }) {
  const { limitations } = result;
  if (limitations.length === 0) return <p className="quiet">Everything in it was seen.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>What</th>
          <th>Where</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        {limitations.map(({ code, where, detail, blocking }) => (
          <tr key={`${code} ${where} ${detail}`}>
            <td>
              <code>{code}</code> {blocking && <span className="badge incomplete">blocks no-findings</span>}
            </td>
            <td className="mono small break">
              <Hostile text={where === '' ? 'the whole' : where} />
            </td>
            <td>
              <Hostile text={detail} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
