import { useState } from 'react';

interface Props {
  /** What it does; the second press, when it reads “Really …?”, does it. */
  label: string;
  /** What it is done to, for those who do not see the row. */
  about: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** A button for what cannot be taken back; leaving it without a second press changes nothing. */
export function ConfirmButton({ label, about, disabled = false, onConfirm }: Props) {
  const [asked, setAsked] = useState(false);
  return (
    <button
      type="button"
      disabled={disabled}
      className={asked ? 'primary' : ''}
      aria-label={asked ? `Really ${label.toLowerCase()} ${about}?` : `${label} ${about}`}
      onBlur={() => setAsked(false)}
      onClick={() => {
        if (asked) onConfirm();
        setAsked(!asked);
      }}
    >
      {asked ? `Really ${label.toLowerCase()}?` : label}
    </button>
  );
}
