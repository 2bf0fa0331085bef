import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/client.ts';
import { useSignIn } from '../api/session.tsx';
import type { PendingSignIn } from '../api/types.ts';
import { PasswordField } from '../components/PasswordField.tsx';
import { WithCode } from './account/WithCode.tsx';

export function SignIn() {
  const [pending, setPending] = useState<PendingSignIn | null>(null);
  return (
    <main className="page">
      {pending === null ? (
        <ByPassword onPending={setPending} />
      ) : (
        <WithCode pending={pending} onCancel={() => setPending(null)} />
      )}
    </main>
  );
}

function ByPassword({ onPending }: { onPending: (pending: PendingSignIn) => void }) {
  const { signIn } = useSignIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const ways = useQuery({
    queryKey: ['sign-in'],
    queryFn: () => get<{ oidc: { label: string; path: string } | null }>('/sign-in'),
  });
  const oidc = ways.data?.oidc ?? null;
  return (
    <form
      className="card stack sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        signIn(name, password)
          .then((pending) => pending !== null && onPending(pending))
          .catch((error: Error) => setProblem(error.message));
      }}
    >
      <h1>Lazaret</h1>
      <p className="quiet">Sign in to review what waits.</p>
      {oidc !== null && (
        <a className="button" href={oidc.path}>
          {oidc.label}
        </a>
      )}
      <label>
        <span className="small quiet">Name</span>
        <input
          autoComplete="username"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <PasswordField label="Password" value={password} onChange={setPassword} />
      {problem !== null && <p role="alert">{problem}</p>}
      <button type="submit" className="primary">
        Sign in
      </button>
    </form>
  );
}
