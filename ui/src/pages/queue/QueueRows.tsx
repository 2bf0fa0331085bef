import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useSession } from '../../api/session.tsx';
import type { QueueRow } from '../../api/types.ts';
import { Hostile } from '../../components/Hostile.tsx';
import { Ago, Key, phaseText, VerdictBadge } from '../../components/marks.tsx';

const ROW_HEIGHT = 64;

interface Props {
  rows: readonly QueueRow[];
  at: number;
  marked: ReadonlySet<number>;
  onPlace: (place: number) => void;
  onOpen: () => void;
  /** Told the last row in sight. */
  onSeen: (place: number) => void;
  isPending: boolean;
}

/** Only the rows in sight are in the document. */
export function QueueRows({ rows, at, marked, onPlace, onOpen, onSeen, isPending }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const { actor } = useSession();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => holder.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const hasRows = rows.length > 0;
  // Not when more rows arrive: whoever has scrolled away stays there.
  useEffect(() => {
    if (hasRows) virtual.scrollToIndex(at);
  }, [at, hasRows, virtual]);
  const last = virtual.range?.endIndex ?? 0;
  useEffect(() => onSeen(last), [last, onSeen]);
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
                  {held && <> · in the hands of {row.claim?.name}</>}
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
