import { type SessionRow, useChange } from '../api/accounts.ts';
import { remove } from '../api/client.ts';
import { useSession, useSignIn } from '../api/session.tsx';
import { ConfirmButton } from './ConfirmButton.tsx';
import { Hostile } from './Hostile.tsx';

interface Props {
  rows: readonly SessionRow[];
  /** Whether to say whose they are. */
  named: boolean;
}

export function SessionTable({ rows, named }: Props) {
  const own = useSession();
  const { forget } = useSignIn();
  const revoke = useChange((id: string) => remove(`/sessions/${id}`).then(() => id), {
    done: 'Session ended',
    onDone: (id) => {
      if (id === own.session) forget();
    },
  });
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            {named && <th scope="col">Account</th>}
            <th scope="col">Browser</th>
            <th scope="col">Signed in</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="hidden-visually">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {named && <th scope="row">{row.user}</th>}
              <td className="break">
                <Hostile text={row.userAgent === '' ? 'unknown' : row.userAgent} />{' '}
                {row.id === own.session && <span className="badge plain">this one</span>}
              </td>
              <td>{new Date(row.createdAt).toLocaleString()}</td>
              <td>{new Date(row.expiresAt).toLocaleString()}</td>
              <td>
                <ConfirmButton
                  label="End"
                  about={`session of ${row.user} since ${new Date(row.createdAt).toLocaleString()}`}
                  disabled={revoke.isPending}
                  onConfirm={() => revoke.mutate(row.id)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
