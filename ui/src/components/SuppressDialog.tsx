import { useEffect, useId, useRef, useState } from 'react';
import { Hostile } from './Hostile.tsx';

interface Props {
  project: string;
  /** Title of the finding's rule. */
  title: string;
  onSuppress: (said: { reason: string; days: number }) => void;
  onClose: () => void;
}

const USUAL_DAYS = 90;
const MOST_DAYS = 365;

export function SuppressDialog({ project, title, onSuppress, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(USUAL_DAYS);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onSuppress({ reason: reason.trim(), days });
        }}
      >
        <h2 id={titleId}>
          Suppress in <Hostile text={project} />
        </h2>
        <p className="quiet">
          “{title}” will not count for this code in this project, in files that are screened from now on. It
          counts again as soon as a line of the code changes.
        </p>
        <label>
          <span className="small quiet">Reason</span>
          <textarea
            required
            rows={2}
            maxLength={4000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <label>
          <span className="small quiet">Days until it ends</span>
          <input
            type="number"
            required
            min={1}
            max={MOST_DAYS}
            value={days}
            onChange={(event) => setDays(event.target.valueAsNumber)}
          />
        </label>
        <div className="row">
          <button type="submit" className="primary" disabled={reason.trim() === ''}>
            Suppress
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
