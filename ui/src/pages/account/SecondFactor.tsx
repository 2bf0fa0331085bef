import { useState } from 'react';
import { type Proposal, useAccount, useChange } from '../../api/accounts.ts';
import { post, put } from '../../api/client.ts';
import { PasswordField } from '../../components/PasswordField.tsx';
import { CodeField, Proposed, RecoveryCodes } from './Proposed.tsx';

const PATH = '/account/second-factor';

/** Turning one's own second factor on and off. */
export function SecondFactor() {
  const account = useAccount();
  const [codes, setCodes] = useState<string[] | null>(null);
  const factor = account.data?.secondFactor;
  return (
    <section className="card stack narrow" aria-labelledby="second-factor">
      <h2 id="second-factor">
        Second factor{' '}
        {factor !== undefined && (
          <span className={`badge ${factor.since === null ? 'plain' : 'no-findings'}`}>
            {factor.since === null ? 'off' : 'on'}
          </span>
        )}
      </h2>
      {account.isError && <p role="alert">{account.error.message}</p>}
      {codes !== null && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      {codes === null && factor?.since === null && <TurnOn onCodes={setCodes} />}
      {codes === null && factor !== undefined && factor.since !== null && (
        <>
          <p>
            On since {new Date(factor.since).toLocaleDateString()}; {factor.recoveryCodes} recovery codes are
            left.
          </p>
          {factor.required ? (
            <p className="quiet">Your role needs it. An administrator can turn it off should you lose it.</p>
          ) : (
            <TurnOff />
          )}
        </>
      )}
    </section>
  );
}

function TurnOn({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [code, setCode] = useState('');
  const propose = useChange((password: string) => post<Proposal>(PATH, { password }), {
    onDone: setProposal,
  });
  const confirm = useChange(() => put<{ recoveryCodes: string[] }>(PATH, { code }), {
    done: 'Second factor turned on',
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  if (proposal === null) {
    return <WithPassword label="Turn on" busy={propose.isPending} onPassword={propose.mutate} />;
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(undefined);
      }}
    >
      <Proposed {...proposal} />
      <CodeField label="Code that it shows" value={code} onChange={setCode} />
      <div>
        <button type="submit" className="primary" disabled={confirm.isPending}>
          Confirm
        </button>
      </div>
    </form>
  );
}

function TurnOff() {
  const off = useChange((password: string) => post(`${PATH}/removal`, { password }), {
    done: 'Second factor turned off',
  });
  return <WithPassword label="Turn off" busy={off.isPending} onPassword={off.mutate} />;
}

interface WithPasswordProps {
  label: string;
  busy: boolean;
  onPassword: (password: string) => void;
}

function WithPassword({ label, busy, onPassword }: WithPasswordProps) {
  const [password, setPassword] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(password);
      }}
    >
      <PasswordField label="Your password" value={password} onChange={setPassword} />
      <div>
        <button type="submit" disabled={busy}>
          {label}
        </button>
      </div>
    </form>
  );
}
