import { useEffect, useId, useRef } from 'react';
import { useSay } from './Toasts.tsx';

interface Props {
  title: string;
  /** What is done with it. */
  text: string;
  secret: string;
  onClose: () => void;
}

/** Something that is shown this once: nobody can read it again. */
export function Once({ title, text, secret, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const say = useSay();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const copy = (): void => {
    navigator.clipboard
      .writeText(secret)
      .then(() => say('Copied'))
      .catch(() => say('The browser does not allow that: select and copy it by hand', { kind: 'error' }));
  };
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <div className="stack">
        <h2 id={titleId}>{title}</h2>
        <p>{text}</p>
        <p className="outcome break">
          <code data-secret>{secret}</code>
        </p>
        <p className="quiet small">It is shown this once only.</p>
        <div className="row">
          <button type="button" className="primary" onClick={copy}>
            Copy
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Done
          </button>
        </div>
      </div>
    </dialog>
  );
}
