import { useState } from 'react';
import { useChange } from '../../api/accounts.ts';
import { put } from '../../api/client.ts';
import { useSignIn } from '../../api/session.tsx';

export function Password() {
  const { forget } = useSignIn();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const change = useChange(() => put('/account/password', { current, password }), {
    done: 'Password changed: sign in with it',
    onDone: forget,
  });
  const differs = again !== '' && password !== again;
  return (
    <form
      className="card stack narrow"
      onSubmit={(event) => {
        event.preventDefault();
        if (password === again) change.mutate(undefined);
      }}
    >
      <h2>Password</h2>
      <label>
        <span className="small quiet">Current password</span>
        <input
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      </label>
      <label>
        <span className="small quiet">New password, at least 12 characters</span>
        <input
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <label>
        <span className="small quiet">New password again</span>
        <input
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </label>
      {differs && <p role="alert">The new passwords differ.</p>}
      <p className="quiet small">Every session of the account ends, this one too.</p>
      <div>
        <button type="submit" className="primary" disabled={change.isPending || password !== again}>
          Change password
        </button>
      </div>
    </form>
  );
}
