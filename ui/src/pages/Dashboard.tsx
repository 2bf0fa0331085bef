import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReviewStatistics } from '../../../src/contracts/statistics.ts';
import { get } from '../api/client.ts';
import { DayChart, type Series } from '../components/DayChart.tsx';
import { wilson } from '../components/wilson.ts';

const DAY_MS = 86_400_000;

const COLOURS: Record<string, string> = {
  malicious: '--malicious',
  suspicious: '--suspicious',
  incomplete: '--incomplete',
  'no-findings': '--none',
  confirm: '--malicious',
  dismiss: '--none',
  escalate: '--incomplete',
  reopen: '--quiet',
};

export function Dashboard() {
  const [days, setDays] = useState(30);
  const statistics = useQuery({
    queryKey: ['statistics', days],
    queryFn: () => get<ReviewStatistics>(`/review/statistics?days=${days}`),
    refetchInterval: 60_000,
  });
  const { data } = statistics;
  if (data === undefined) {
    return <p className="page quiet">{statistics.isError ? statistics.error.message : 'Counting …'}</p>;
  }
  return <Figures data={data} days={days} onDays={setDays} />;
}

interface FiguresProps {
  data: ReviewStatistics;
  days: number;
  onDays: (days: number) => void;
}

function Figures({ data, days, onDays }: FiguresProps) {
  const { waiting, timeToDecision, decisions, rules } = data;
  const verdicts = useMemo(() => seriesOf(data.verdicts, 'verdict'), [data]);
  const decided = useMemo(() => seriesOf(data.decisions, 'kind'), [data]);
  const seconds = decisions.reduce((sum, one) => sum + one.seconds, 0);
  const dismissed = decisions.filter(({ kind }) => kind === 'dismiss');
  const confirmed = decisions
    .filter(({ kind }) => kind === 'confirm')
    .reduce((sum, one) => sum + one.count, 0);
  const dismissals = dismissed.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="page stack">
      <div className="row spread wrap">
        <h1>Figures</h1>
        <label className="row">
          <span className="quiet">Days</span>
          <select value={days} onChange={(event) => onDays(Number(event.target.value))}>
            {[7, 30, 90, 365].map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      </div>
      <div className="tiles">
        <Tile
          label="waits"
          value={waiting.open}
          detail={`in ${waiting.campaigns} campaigns, ${waiting.escalated} escalated`}
        />
        <Tile label="oldest" value={duration(waiting.oldestSeconds)} detail="in the queue" />
        <Tile
          label="time to decision"
          value={duration(timeToDecision.median)}
          detail={`median of ${timeToDecision.count}; nine in ten within ${duration(timeToDecision.p90)}`}
        />
        <Tile
          label="minutes a week"
          value={(seconds / 60 / (days / 7)).toFixed(1)}
          detail="of reviewers, where measured"
        />
        <Tile
          label="cost of false positives"
          value={duration(dismissed.reduce((sum, one) => sum + one.seconds, 0))}
          detail={`${dismissals} dismissed, ${confirmed} confirmed`}
        />
        <Tile label="appeals" value={waiting.appeals} detail={`${waiting.overdueAppeals} overdue`} />
      </div>
      <div className="charts">
        <section className="card">
          <h2>Verdicts a day</h2>
          <DayChart days={verdicts.days} series={verdicts.series} label="Verdicts a day" />
        </section>
        <section className="card">
          <h2>Decisions a day</h2>
          <DayChart days={decided.days} series={decided.series} label="Decisions a day" />
        </section>
      </div>
      <section className="card stack">
        <h2>Precision of rules, from decisions</h2>
        <p className="quiet small">
          Of the decided distributions in which a rule fired, the share that was confirmed, with its 95 %
          interval.
        </p>
        <table>
          <thead>
            <tr>
              <th>Rule</th>
              <th>Confirmed</th>
              <th>Dismissed</th>
              <th>Precision</th>
            </tr>
          </thead>
          <tbody>
            {rules.slice(0, 100).map((row) => (
              <RuleRow key={row.rule} row={row} />
            ))}
          </tbody>
        </table>
        {rules.length === 0 && <p className="quiet">Nothing has been decided yet.</p>}
      </section>
    </div>
  );
}

function RuleRow({ row }: { row: ReviewStatistics['rules'][number] }) {
  const { rule, confirmed, dismissed } = row;
  const [low, high] = wilson(confirmed, confirmed + dismissed);
  const share = confirmed / (confirmed + dismissed);
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  return (
    <tr>
      <td>
        <code>{rule}</code>
      </td>
      <td>{confirmed}</td>
      <td>{dismissed}</td>
      <td>
        <span className="interval">
          <meter min={0} max={1} value={share} aria-label={`precision of ${rule}`} /> {percent(share)}{' '}
          <span className="quiet small">
            {percent(low)} to {percent(high)}
          </span>
        </span>
      </td>
    </tr>
  );
}

function Tile({ label, value, detail }: { label: string; value: string | number; detail: string }) {
  return (
    <div className="card tile">
      <p className="quiet small">{label}</p>
      <p className="figure">{value}</p>
      <p className="quiet small">{detail}</p>
    </div>
  );
}

function seriesOf<K extends string>(
  rows: readonly ({ day: string; count: number } & Record<K, string>)[],
  by: K,
): { days: string[]; series: Series[] } {
  const days = everyDay(rows.map(({ day }) => day));
  const names = [...new Set(rows.map((row) => row[by]))].sort();
  const series = names.map((name) => ({
    name,
    colour: COLOURS[name] ?? '--accent',
    values: days.map((day) => rows.find((row) => row.day === day && row[by] === name)?.count ?? 0),
  }));
  return { days, series };
}

/** Every day from the first to the last, at least a week: days without anything are days, too. */
function everyDay(days: readonly string[]): string[] {
  if (days.length === 0) return [];
  const sorted = [...days].sort();
  const last = Date.parse(sorted.at(-1)!);
  const first = Math.min(Date.parse(sorted[0]!), last - 6 * DAY_MS);
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}
