import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useDecide, useResult } from '../api/review.ts';
import type { ScanResult } from '../api/types.ts';
import { useView } from '../api/view.ts';
import { type Choice, DecisionDialog } from '../components/DecisionDialog.tsx';
import { Hostile } from '../components/Hostile.tsx';
import { useKeys } from '../components/keys.ts';
import { bytesText, DispositionBadge, Key, VerdictBadge } from '../components/marks.tsx';
import { Reasons } from '../components/Reasons.tsx';
import { useSay } from '../components/Toasts.tsx';
import { Contributions } from './evidence/Contributions.tsx';
import { Files } from './evidence/Files.tsx';
import { Findings } from './evidence/Findings.tsx';
import { History } from './evidence/History.tsx';
import { Indicators } from './evidence/Indicators.tsx';
import { Layers } from './evidence/Layers.tsx';
import { Limitations } from './evidence/Limitations.tsx';

export const TABS = [
  'arguments',
  'findings',
  'files',
  'layers',
  'indicators',
  'score',
  'unseen',
  'history',
] as const;
export type Tab = (typeof TABS)[number];

const LABELS: Record<Tab, (result: ScanResult) => string> = {
  arguments: () => 'Arguments',
  findings: ({ findings, suppressed = [] }) =>
    suppressed.length === 0
      ? `Findings ${findings.length}`
      : `Findings ${findings.length}, ${suppressed.length} suppressed`,
  files: () => 'Files',
  layers: ({ layers }) => `Layers ${layers.length}`,
  indicators: ({ indicators }) => `Indicators ${indicators.length}`,
  score: () => 'Score',
  unseen: ({ limitations }) => `Unseen ${limitations.length}`,
  history: () => 'History',
};

export function Evidence() {
  const { sha256 } = useParams({ from: '/staff/distributions/$sha256' });
  const { tab = 'arguments', path, line, layer } = useSearch({ from: '/staff/distributions/$sha256' });
  const navigate = useNavigate();
  const result = useResult(sha256);
  const view = useView(sha256);
  const [deciding, setDeciding] = useState<'confirm' | 'dismiss' | 'escalate' | null>(null);
  const decide = useDecide();
  const say = useSay();
  const go = (search: { tab?: Tab; path?: string; line?: number; layer?: string }): void => {
    navigate({ to: '/distributions/$sha256', params: { sha256 }, search });
  };
  const leave = () => navigate({ to: '/' });
  useKeys({
    c: () => setDeciding('confirm'),
    d: () => setDeciding('dismiss'),
    e: () => setDeciding('escalate'),
    ...Object.fromEntries([
      ['Escape', leave],
      ...TABS.map((name, index) => [String(index + 1), () => go({ tab: name })]),
    ]),
  });
  if (result.isPending) return <p className="page quiet">Reading the evidence …</p>;
  if (result.isError) return <p className="page">{result.error.message}</p>;
  const { data } = result;
  const { distribution } = data;
  const awaiting = view.data?.awaitsSecond ?? null;

  const perform = ({ kind, reasons, note }: Choice): void => {
    setDeciding(null);
    decide.mutate(
      { distribution: sha256, choice: { kind, reasons, note } },
      {
        onSuccess: () => say('Decided'),
        onError: (error) => say(error.message, { kind: 'error' }),
      },
    );
  };

  return (
    <div className="page stack">
      <header className="row spread wrap">
        <div className="clip">
          <h1 className="break">
            <Hostile text={distribution.filename} />
          </h1>
          <p className="quiet small break">
            <Hostile text={distribution.project} /> <Hostile text={distribution.version} /> ·{' '}
            {distribution.kind} · {bytesText(distribution.bytes)} · <code>{sha256}</code>
          </p>
        </div>
        <div className="row wrap">
          <VerdictBadge verdict={data.verdict} />
          <DispositionBadge disposition={view.data?.dispositions[0]?.disposition ?? null} />
          <span className="badge plain">score {data.score.toFixed(3)}</span>
          <button type="button" className="primary" onClick={() => setDeciding('confirm')}>
            Confirm <Key>c</Key>
          </button>
          <button type="button" onClick={() => setDeciding('dismiss')}>
            Dismiss <Key>d</Key>
          </button>
          <button type="button" onClick={() => setDeciding('escalate')}>
            Escalate <Key>e</Key>
          </button>
        </div>
      </header>
      {awaiting !== null && (
        <p className="notice" role="status">
          {awaiting.by} has confirmed this. The project has released files before, so its quarantine waits for
          a second reviewer who confirms as well.
        </p>
      )}
      <Tabs tab={tab} result={data} onTab={(chosen) => go({ tab: chosen })} />
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'arguments' && (
          <Reasons
            result={data}
            onPlace={(reason) =>
              go({
                tab: reason.layer === null ? 'files' : 'layers',
                path: reason.path,
                line: reason.line,
                ...(reason.layer === null ? {} : { layer: reason.layer }),
              })
            }
          />
        )}
        {tab === 'findings' && <Findings result={data} onPlace={go} />}
        {tab === 'files' && (
          <Files sha256={sha256} result={data} path={path ?? null} line={line ?? null} onPlace={go} />
        )}
        {tab === 'layers' && (
          <Layers sha256={sha256} result={data} layer={layer ?? null} line={line ?? null} />
        )}
        {tab === 'indicators' && <Indicators result={data} />}
        {tab === 'score' && <Contributions result={data} />}
        {tab === 'unseen' && <Limitations result={data} />}
        {tab === 'history' && <History view={view.data ?? null} result={data} />}
      </div>
      {deciding !== null && (
        <DecisionDialog
          kind={deciding}
          about={distribution.filename}
          onDecide={perform}
          onClose={() => setDeciding(null)}
        />
      )}
    </div>
  );
}

interface TabsProps {
  tab: Tab;
  result: ScanResult;
  onTab: (tab: Tab) => void;
}

/** As the ARIA practices describe tabs: arrows move, one of them is in the order of Tab. */
function Tabs({ tab, result, onTab }: TabsProps) {
  const moved = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]!;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label="Evidence" onKeyDown={moved}>
      {TABS.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === tab}
          aria-controls="panel"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {LABELS[name](result)}
        </button>
      ))}
    </div>
  );
}
