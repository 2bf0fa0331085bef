import type { Proposal } from '../../api/accounts.ts';

/** What is typed into an authenticator application, or opened with one. */
export function Proposed({ secret, uri }: Proposal) {
  return (
    <div className="stack">
      <p>
        Type this secret into an authenticator application (time-based, 6 digits, 30 seconds), or{' '}
        <a href={uri}>open it with one on this device</a>. It is shown this once only.
      </p>
      <p className="outcome break">
        <code data-secret>{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <p className="quiet small break">
        As an address: <code data-uri>{uri}</code>
      </p>
    </div>
  );
}

interface CodeProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
}

export function CodeField({ value, onChange, label }: CodeProps) {
  return (
    <label>
      <span className="small quiet">{label}</span>
      <input
        required
        autoComplete="one-time-code"
        maxLength={64}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** Codes that each let in once, for printing or keeping. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="stack">
      <p>
        Recovery codes: each lets you in once, should you lose the device. Keep them elsewhere; they are shown
        this once only.
      </p>
      <ul className="outcome codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div>
        <button type="button" className="primary" onClick={onDone}>
          I have kept them
        </button>
      </div>
    </div>
  );
}
