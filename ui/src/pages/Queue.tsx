import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type QueueState, useClaim, useDecide, useLive, useQueue, useUndo } from '../api/review.ts';
import { useSession } from '../api/session.tsx';
import type { Decision, QueueRow } from '../api/types.ts';
import { type Choice, DecisionDialog } from '../components/DecisionDialog.tsx';
import { Hostile } from '../components/Hostile.tsx';
import { type KeyMap, useKeys } from '../components/keys.ts';
import { Ago, Key, phaseText, VerdictBadge } from '../components/marks.tsx';
import { useSay } from '../components/Toasts.tsx';
import { Preview } from './Preview.tsx';

type Deciding = Extract<Choice['kind'], 'confirm' | 'dismiss' | 'escalate'>;

const ROW_HEIGHT = 64;
const PAST: Record<Choice['kind'], string> = {
  confirm: 'Confirmed',
  dismiss: 'Dismissed',
  escalate: 'Escalated',
  reopen: 'Reopened',
};

export function Queue() {
  const [state, setState] = useState<QueueState>('open');
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [last, setLast] = useState<Decision[]>([]);
  const filter = useRef<HTMLInputElement>(null);
  const queue = useQueue(state, useDeferredValue(text));
  const decide = useDecide();
  const undo = useUndo();
  const say = useSay();
  const navigate = useNavigate();
  useLive();

  const rows = useMemo(() => queue.data?.pages.flatMap((page) => page.rows) ?? [], [queue.data]);
  const at = Math.min(place, Math.max(0, rows.length - 1));
  const row = rows[at] ?? null;
  useClaim(row?.campaignId ?? null);
  useEffect(() => {
    if (at > rows.length - 50 && queue.hasNextPage && !queue.isFetchingNextPage) queue.fetchNextPage();
  }, [at, rows.length, queue]);

  const chosen =
    marked.size > 0 ? rows.filter(({ campaignId }) => marked.has(campaignId)) : row === null ? [] : [row];
  const about = `${chosen.length === 1 ? '' : `${chosen.length} campaigns, `}${counted(chosen.reduce((sum, { count }) => sum + count, 0))}`;

  const takeBack = (decisions: Decision[]): void => {
    if (decisions.length === 0) return;
    undo.mutate(decisions, {
      onSuccess: ({ decisions: undone }) => say(`Took back ${undone.length} decisions`),
      onError: (error) => say(error.message, { kind: 'error' }),
    });
    setLast([]);
  };

  const perform = (choice: Choice): void => {
    setDeciding(null);
    decide.mutate(
      { campaigns: chosen.map(({ campaignId }) => campaignId), choice },
      {
        onSuccess: (decisions) => {
          setLast(decisions);
          setMarked(new Set());
          say(`${PAST[choice.kind]} ${counted(decisions.length)}`, {
            action: { label: 'Undo', run: () => takeBack(decisions) },
          });
        },
        onError: (error) => say(error.message, { kind: 'error' }),
      },
    );
  };

  const step = (by: number) => () => setPlace(Math.max(0, Math.min(rows.length - 1, at + by)));
  const open = (): void => {
    if (row !== null) navigate({ to: '/distributions/$sha256', params: { sha256: row.sha256 } });
  };
  const keys: KeyMap = {
    j: step(1),
    ArrowDown: step(1),
    k: step(-1),
    ArrowUp: step(-1),
    c: () => chosen.length > 0 && setDeciding('confirm'),
    d: () => chosen.length > 0 && setDeciding('dismiss'),
    e: () => chosen.length > 0 && setDeciding('escalate'),
    u: () => takeBack(last),
    x: () => row !== null && setMarked(toggled(marked, row.campaignId)),
    '/': () => filter.current?.focus(),
    Enter: open,
    o: open,
  };
  useKeys(keys);

  return (
    <div className="queue">
      <section className="queue-list" aria-label="What waits">
        <div className="queue-head stack">
          <div className="row spread wrap">
            <h1>
              {state === 'open' ? 'Queue' : 'Escalated'}{' '}
              <span className="quiet small">
                {rows.length}
                {queue.hasNextPage ? '+' : ''} campaigns
              </span>
            </h1>
            <div className="row">
              <button type="button" aria-pressed={state === 'open'} onClick={() => setState('open')}>
                Open
              </button>
              <button
                type="button"
                aria-pressed={state === 'escalated'}
                onClick={() => setState('escalated')}
              >
                Escalated
              </button>
            </div>
          </div>
          <label>
            <span className="hidden-visually">Filter by project or file name</span>
            <input
              ref={filter}
              type="search"
              placeholder="Project or file name  ( / )"
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            />
          </label>
        </div>
        <Rows
          rows={rows}
          at={at}
          marked={marked}
          onPlace={setPlace}
          onOpen={open}
          isPending={queue.isPending}
        />
      </section>
      <section className="preview" aria-label="The selected campaign">
        {row === null ? (
          <div className="empty">
            <h2>{queue.isPending ? 'Looking …' : 'Nothing waits'}</h2>
            {!queue.isPending && <p>Whatever is uploaded next shows up here by itself.</p>}
          </div>
        ) : (
          <Preview row={row} about={about} onDecide={setDeciding} onOpen={open} />
        )}
      </section>
      {deciding !== null && (
        <DecisionDialog kind={deciding} about={about} onDecide={perform} onClose={() => setDeciding(null)} />
      )}
    </div>
  );
}

function counted(count: number): string {
  return count === 1 ? '1 distribution' : `${count} distributions`;
}

function toggled(marked: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(marked);
  if (!next.delete(id)) next.add(id);
  return next;
}

interface RowsProps {
  rows: readonly QueueRow[];
  at: number;
  marked: ReadonlySet<number>;
  onPlace: (place: number) => void;
  onOpen: () => void;
  isPending: boolean;
}

function Rows({ rows, at, marked, onPlace, onOpen, isPending }: RowsProps) {
  const holder = useRef<HTMLDivElement>(null);
  const { actor } = useSession();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => holder.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  useEffect(() => {
    if (rows.length > 0) virtual.scrollToIndex(at);
  }, [at, rows.length, virtual]);
  const top = rows[0]?.harm ?? 1;
  return (
    <div
      ref={holder}
      className="queue-rows"
      role="listbox"
      aria-label="Campaigns"
      aria-busy={isPending}
      tabIndex={0}
      aria-activedescendant={rows[at] === undefined ? undefined : `campaign-${rows[at].campaignId}`}
    >
      <div className="queue-rows-inner" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!;
          const held = row.claim !== null && row.claim.actor !== actor;
          return (
            <div
              key={row.campaignId}
              id={`campaign-${row.campaignId}`}
              className="queue-row"
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onPlace(index)}
              onDoubleClick={onOpen}
              onKeyDown={() => {}}
            >
              <span className={`edge ${row.verdict ?? ''}`} />
              <div className="clip">
                <div className="title clip">
                  {marked.has(row.campaignId) && <span className="marked">✓ </span>}
                  <Hostile text={row.projects.length > 0 ? row.projects.join(', ') : row.filename} />
                  {row.count > 1 && <span className="quiet"> · {row.count} distributions</span>}
                </div>
                <div className="meta clip">
                  <VerdictBadge verdict={row.verdict} /> acts {phaseText(row.phase)} · waits{' '}
                  <Ago at={row.openedAt} />
                  {row.awaitsSecond && <> · waits for a second reviewer</>}
                  {held && <> · in the hands of {row.claim?.actor}</>}
                </div>
              </div>
              <span className="harm" title={`expected harm ${row.harm.toFixed(2)}`}>
                <i style={{ width: `${Math.max(4, (100 * row.harm) / Math.max(top, 0.01))}%` }} />
              </span>
            </div>
          );
        })}
      </div>
      {rows.length > 0 && (
        <p className="hidden-visually">
          <Key>j</Key> and <Key>k</Key> move
        </p>
      )}
    </div>
  );
}
