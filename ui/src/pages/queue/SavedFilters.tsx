/** Filters that a reviewer has given a name; they stay in this browser. */
import { useState } from 'react';
import type { QueueState } from '../../api/review.ts';

export interface Filter {
  state: QueueState;
  text: string;
}

interface Named extends Filter {
  name: string;
}

const STORED_AS = 'lazaret.queue-filters';
const MOST = 20;

function isNamed(one: unknown): one is Named {
  const { name, text, state } = (one ?? {}) as Partial<Named>;
  return typeof name === 'string' && typeof text === 'string' && (state === 'open' || state === 'escalated');
}

/** What is stored may be of another version, or not be there at all. */
function stored(): Named[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED_AS) ?? '[]');
    return Array.isArray(found) ? found.filter(isNamed).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

interface Props {
  now: Filter;
  onApply: (filter: Filter) => void;
}

export function SavedFilters({ now, onApply }: Props) {
  const [filters, setFilters] = useState(stored);
  const [name, setName] = useState<string | null>(null);
  const keep = (next: Named[]): void => {
    setFilters(next);
    localStorage.setItem(STORED_AS, JSON.stringify(next));
  };
  const save = (): void => {
    const chosen = (name ?? '').trim();
    setName(null);
    if (chosen === '') return;
    keep([...filters.filter((one) => one.name !== chosen), { ...now, name: chosen }].slice(-MOST));
  };
  const isSaved = filters.some(({ state, text }) => state === now.state && text === now.text);
  if (filters.length === 0 && now.text === '') return null;
  return (
    <fieldset className="row wrap saved-filters">
      <legend className="hidden-visually">Saved filters</legend>
      {filters.map((one) => (
        <span key={one.name} className="row saved-filter">
          <button
            type="button"
            className="small"
            aria-pressed={one.state === now.state && one.text === now.text}
            onClick={() => onApply(one)}
          >
            {one.name}
          </button>
          <button
            type="button"
            className="small plain"
            aria-label={`Forget the filter ${one.name}`}
            onClick={() => keep(filters.filter(({ name: other }) => other !== one.name))}
          >
            ×
          </button>
        </span>
      ))}
      {now.text !== '' && !isSaved && name === null && (
        <button type="button" className="small plain" onClick={() => setName(now.text)}>
          Save this filter…
        </button>
      )}
      {name !== null && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <label>
            <span className="hidden-visually">Name of the filter</span>
            <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          </label>
          <button type="submit" className="small">
            Save
          </button>
          <button type="button" className="small plain" onClick={() => setName(null)}>
            Cancel
          </button>
        </form>
      )}
    </fieldset>
  );
}
