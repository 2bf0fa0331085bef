import { useState } from 'react';
import type { Proposal } from '../../api/accounts.ts';
import { post } from '../../api/client.ts';
import { useSignIn } from '../../api/session.tsx';
import type { PendingSignIn, Session } from '../../api/types.ts';
import { CodeField, Proposed, RecoveryCodes } from './Proposed.tsx';

interface Props {
  pending: PendingSignIn;
  onCancel: () => void;
}

/** The second half of signing in; the first half was the password. */
export function WithCode({ pending: { asks, pending }, onCancel }: Props) {
  const { enter } = useSignIn();
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [code, setCode] = useState('');
  const [entered, setEntered] = useState<(Session & { recoveryCodes: string[] }) | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const tell = (error: Error): void => setProblem(error.message);
  const send = (): void => {
    post<Session & { recoveryCodes: string[] | null }>('/session/code', { pending, code })
      .then((session) => {
        const { recoveryCodes } = session;
        if (recoveryCodes === null) enter(session);
        else setEntered({ ...session, recoveryCodes });
      })
      .catch(tell);
  };
  const propose = (): void => {
    post<Proposal>('/session/enrolment', { pending }).then(setProposal).catch(tell);
  };
  if (entered !== null) {
    return (
      <div className="card stack sign-in">
        <h1>Second factor</h1>
        <RecoveryCodes codes={entered.recoveryCodes} onDone={() => enter(entered)} />
      </div>
    );
  }
  const ready = asks === 'code' || proposal !== null;
  return (
    <form
      className="card stack sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send();
        else propose();
      }}
    >
      <h1>Second factor</h1>
      {!ready && <p>Your role needs a second factor: a code of an authenticator application.</p>}
      {proposal !== null && <Proposed {...proposal} />}
      {ready && (
        <CodeField
          label={asks === 'code' ? 'Code of your authenticator, or a recovery code' : 'Code that it shows'}
          value={code}
          onChange={setCode}
        />
      )}
      {problem !== null && <p role="alert">{problem}</p>}
      <div className="row">
        <button type="submit" className="primary">
          {ready ? 'Sign in' : 'Set it up'}
        </button>
        <button type="button" onClick={onCancel}>
          Start again
        </button>
      </div>
    </form>
  );
}
