import { useEffect, useId, useRef, useState } from 'react';
import type { DecisionKind } from '../api/types.ts';
import { Key } from './marks.tsx';

export interface Choice {
  kind: DecisionKind;
  reasons: string[];
  note: string;
}

/** Codes that can be counted; the first of each kind is what most decisions are. */
const REASONS: Record<'confirm' | 'dismiss' | 'escalate', [code: string, text: string][]> = {
  confirm: [
    ['payload', 'runs or fetches a payload'],
    ['steals-secrets', 'takes secrets or credentials away'],
    ['backdoor', 'opens a way in'],
    ['destructive', 'destroys or holds to ransom'],
    ['campaign', 'one of a known campaign'],
    ['other', 'something else'],
  ],
  dismiss: [
    ['intended', 'does what it says it does'],
    ['test-or-example', 'test, example or research without effect'],
    ['build-step', 'ordinary step of a build'],
    ['misread', 'the evidence is misread'],
    ['other', 'something else'],
  ],
  escalate: [
    ['unsure', 'somebody else should look'],
    ['established-project', 'an established project'],
    ['other', 'something else'],
  ],
};

const TITLES = {
  confirm: 'Confirm as malicious',
  dismiss: 'Dismiss: not malicious',
  escalate: 'Escalate to another reviewer',
};

interface Props {
  kind: 'confirm' | 'dismiss' | 'escalate';
  /** What is decided, in words. */
  about: string;
  onDecide: (choice: Choice) => void;
  onClose: () => void;
}

/** Enter decides with the usual reason; everything else is optional. */
export function DecisionDialog({ kind, about, onDecide, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [reason, setReason] = useState(REASONS[kind][0]![0]);
  const [note, setNote] = useState('');
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onDecide({ kind, reasons: [reason], note });
        }}
      >
        <h2 id={titleId}>{TITLES[kind]}</h2>
        <p className="quiet break">{about}</p>
        <fieldset className="stack reasons">
          <legend className="small quiet">Reason</legend>
          {REASONS[kind].map(([code, text]) => (
            <label key={code} className="row">
              <input
                type="radio"
                name="reason"
                value={code}
                checked={reason === code}
                onChange={() => setReason(code)}
              />
              <span>{text}</span>
            </label>
          ))}
        </fieldset>
        <label>
          <span className="small quiet">Note, for colleagues and for appeals</span>
          <textarea
            rows={2}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <div className="row">
          <button type="submit" className="primary">
            {TITLES[kind].split(/ as | to |:/)[0]}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <span className="quiet small">
            <Key>Enter</Key> decides, <Key>Esc</Key> goes back
          </span>
        </div>
      </form>
    </dialog>
  );
}
