import { useState } from 'react';
import { useChange } from '../../api/accounts.ts';
import { put } from '../../api/client.ts';
import { useSignIn } from '../../api/session.tsx';
import { PasswordField } from '../../components/PasswordField.tsx';

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
      <PasswordField label="Current password" value={current} onChange={setCurrent} />
      <PasswordField
        label="New password, at least 12 characters"
        value={password}
        onChange={setPassword}
        chosen={{ minLength: 12, maxLength: 256 }}
      />
      <PasswordField label="New password again" value={again} onChange={setAgain} chosen={{}} />
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
