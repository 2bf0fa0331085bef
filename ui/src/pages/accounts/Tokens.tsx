import { useId, useState } from 'react';
import { type TokenRow, useChange, useTokens } from '../../api/accounts.ts';
import { post, remove } from '../../api/client.ts';
import type { Role } from '../../api/types.ts';
import { ConfirmButton } from '../../components/ConfirmButton.tsx';
import { Hostile } from '../../components/Hostile.tsx';
import { Once } from '../../components/Once.tsx';
import { RoleSelect } from './RoleSelect.tsx';

interface Made {
  name: string;
  secret: string;
}

export function Tokens() {
  const tokens = useTokens();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <section className="card stack" aria-labelledby="tokens">
      <h2 id="tokens">Tokens of programs</h2>
      {tokens.isError && <p role="alert">{tokens.error.message}</p>}
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Begins with</th>
              <th scope="col">Role</th>
              <th scope="col">Uploader</th>
              <th scope="col">Last used</th>
              <th scope="col">Expires</th>
              <th scope="col">
                <span className="hidden-visually">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.data?.tokens.map((token) => (
              <Token key={token.id} token={token} />
            ))}
          </tbody>
        </table>
      </div>
      <NewToken onMade={setMade} />
      {made !== null && (
        <Once
          title={`Token ${made.name}`}
          text="Give it to the program that is to use it."
          secret={made.secret}
          onClose={() => setMade(null)}
        />
      )}
    </section>
  );
}

function Token({ token }: { token: TokenRow }) {
  const { id, name, prefix, role, uploader, lastUsedAt, expiresAt, revokedAt } = token;
  const revoke = useChange(() => remove(`/tokens/${id}`), { done: 'Token revoked' });
  return (
    <tr>
      <th scope="row" className="break">
        <Hostile text={name} />
      </th>
      <td>
        <code>{prefix}…</code>
      </td>
      <td>{role}</td>
      <td className="break">{uploader === null ? '–' : <Hostile text={uploader} />}</td>
      <td>{lastUsedAt === null ? 'never' : new Date(lastUsedAt).toLocaleString()}</td>
      <td>{expiresAt === null ? 'never' : new Date(expiresAt).toLocaleDateString()}</td>
      <td>
        {revokedAt === null ? (
          <ConfirmButton
            label="Revoke"
            about={`${name} (${prefix})`}
            disabled={revoke.isPending}
            onConfirm={() => revoke.mutate(undefined)}
          />
        ) : (
          <span className="badge plain">revoked</span>
        )}
      </td>
    </tr>
  );
}

function NewToken({ onMade }: { onMade: (made: Made) => void }) {
  const [name, setName] = useState('');
  const roleId = useId();
  const [role, setRole] = useState<Role>('ingest');
  const [uploader, setUploader] = useState('');
  const [days, setDays] = useState('365');
  const add = useChange(
    () =>
      post<{ secret: string }>('/tokens', {
        name,
        role,
        uploader: uploader === '' ? null : uploader,
        days: days === '' ? null : Number(days),
      }),
    {
      onDone: ({ secret }) => {
        onMade({ name, secret });
        setName('');
        setUploader('');
      },
    },
  );
  return (
    <form
      className="fields"
      aria-label="Make a token"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined);
      }}
    >
      <label>
        <span className="small quiet">What it is for</span>
        <input required maxLength={255} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <div>
        <label htmlFor={roleId} className="small quiet">
          Token’s role
        </label>
        <RoleSelect id={roleId} value={role} onChange={setRole} />
      </div>
      <label>
        <span className="small quiet">Uploads are counted to (optional)</span>
        <input maxLength={255} value={uploader} onChange={(event) => setUploader(event.target.value)} />
      </label>
      <label>
        <span className="small quiet">Days until it expires; empty for never</span>
        <input
          type="number"
          min={1}
          max={3650}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
      </label>
      <button type="submit" className="primary" disabled={add.isPending}>
        Make token
      </button>
    </form>
  );
}
