import { useId, useState } from 'react';
import { type UserRow, useChange, useUsers } from '../../api/accounts.ts';
import { patch, post, remove } from '../../api/client.ts';
import type { Role } from '../../api/types.ts';
import { ConfirmButton } from '../../components/ConfirmButton.tsx';
import { Once } from '../../components/Once.tsx';
import { RoleSelect } from './RoleSelect.tsx';

interface Link {
  name: string;
  link: string;
}

export function Users() {
  const users = useUsers();
  const [shown, setShown] = useState<Link | null>(null);
  return (
    <section className="card stack" aria-labelledby="users">
      <h2 id="users">People</h2>
      {users.isError && <p role="alert">{users.error.message}</p>}
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">State</th>
              <th scope="col">Role</th>
              <th scope="col">Since</th>
              <th scope="col">
                <span className="hidden-visually">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.data?.users.map((user) => (
              <User key={`${user.id} ${user.role}`} user={user} onLink={setShown} />
            ))}
          </tbody>
        </table>
      </div>
      <NewUser onLink={setShown} />
      {shown !== null && (
        <Once
          title={`Password link of ${shown.name}`}
          text={`Give it to ${shown.name}: it opens a page to choose a password, once, within a day.`}
          secret={shown.link}
          onClose={() => setShown(null)}
        />
      )}
    </section>
  );
}

function User({ user, onLink }: { user: UserRow; onLink: (link: Link) => void }) {
  const { id, name, disabledAt } = user;
  const [role, setRole] = useState(user.role);
  const change = useChange((wanted: { role?: Role; disabled?: boolean }) => patch(`/users/${id}`, wanted), {
    done: `${name}: changed`,
  });
  const link = useChange(() => post<{ link: string }>(`/users/${id}/password-link`), {
    onDone: (made) => onLink({ name, link: made.link }),
  });
  const reset = useChange(() => remove(`/users/${id}/second-factor`), {
    done: `${name}: second factor turned off`,
  });
  const busy = change.isPending || link.isPending || reset.isPending;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{stateOf(user)}</td>
      <td>
        <div className="row">
          <RoleSelect value={role} onChange={setRole} label={`Role of ${name}`} />
          {role !== user.role && (
            <button
              type="button"
              disabled={busy}
              onClick={() => change.mutate({ role }, { onError: () => setRole(user.role) })}
            >
              Save
            </button>
          )}
        </div>
      </td>
      <td>{new Date(user.createdAt).toLocaleDateString()}</td>
      <td>
        <div className="row wrap">
          <button
            type="button"
            disabled={busy}
            aria-label={`Password link for ${name}`}
            onClick={() => link.mutate(undefined)}
          >
            Password link
          </button>
          {user.hasSecondFactor && (
            <ConfirmButton
              label="Turn off second factor"
              about={`of ${name}`}
              disabled={busy}
              onConfirm={() => reset.mutate(undefined)}
            />
          )}
          {disabledAt === null ? (
            <ConfirmButton
              label="Disable"
              about={name}
              disabled={busy}
              onConfirm={() => change.mutate({ disabled: true })}
            />
          ) : (
            <button
              type="button"
              disabled={busy}
              aria-label={`Enable ${name}`}
              onClick={() => change.mutate({ disabled: false })}
            >
              Enable
            </button>
          )}
        </div>
      </td>
    </tr>
  );
}

function stateOf({ disabledAt, hasPassword }: UserRow) {
  if (disabledAt !== null) return <span className="badge malicious">disabled</span>;
  if (!hasPassword) return <span className="badge suspicious">no password</span>;
  return <span className="badge no-findings">active</span>;
}

function NewUser({ onLink }: { onLink: (link: Link) => void }) {
  const [name, setName] = useState('');
  const roleId = useId();
  const [role, setRole] = useState<Role>('reviewer');
  const add = useChange(() => post<{ link: string }>('/users', { name, role }), {
    onDone: ({ link }) => {
      onLink({ name, link });
      setName('');
    },
  });
  return (
    <form
      className="fields"
      aria-label="Add a person"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined);
      }}
    >
      <label>
        <span className="small quiet">New person’s name</span>
        <input
          required
          maxLength={64}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <div>
        <label htmlFor={roleId} className="small quiet">
          Role
        </label>
        <RoleSelect id={roleId} value={role} onChange={setRole} />
      </div>
      <button type="submit" className="primary" disabled={add.isPending}>
        Add person
      </button>
    </form>
  );
}
