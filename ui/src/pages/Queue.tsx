import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type QueueState, useClaim, useDecide, useLive, useQueue, useUndo } from '../api/review.ts';
import type { Decision } from '../api/types.ts';
import { type Choice, DecisionDialog } from '../components/DecisionDialog.tsx';
import { type KeyMap, useKeys } from '../components/keys.ts';
import { useSay } from '../components/Toasts.tsx';
import { Preview } from './Preview.tsx';
import { QueueRows } from './queue/QueueRows.tsx';
import { SavedFilters } from './queue/SavedFilters.tsx';

type Deciding = Extract<Choice['kind'], 'confirm' | 'dismiss' | 'escalate'>;

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
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = queue;
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    const reached = Math.max(at, seen);
    if (reached > rows.length - 100 && hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [at, seen, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

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
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return;
                // A browser would empty the field, and another row would be the selected one.
                event.preventDefault();
                event.currentTarget.blur();
              }}
            />
          </label>
          <SavedFilters
            now={{ state, text }}
            onApply={(filter) => {
              setState(filter.state);
              setText(filter.text);
              setPlace(0);
            }}
          />
        </div>
        <QueueRows
          rows={rows}
          at={at}
          marked={marked}
          onPlace={setPlace}
          onOpen={open}
          onSeen={setSeen}
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
