import { useSessions } from '../api/accounts.ts';
import { useSession } from '../api/session.tsx';
import { SessionTable } from '../components/SessionTable.tsx';
import { Tokens } from './accounts/Tokens.tsx';
import { Users } from './accounts/Users.tsx';

/** Everybody's accounts, tokens and sessions: for administrators. */
export function Accounts() {
  const { role } = useSession();
  if (role !== 'administrator') {
    return (
      <div className="page stack">
        <h1>Accounts</h1>
        <p>This page is for administrators.</p>
      </div>
    );
  }
  return (
    <div className="page stack">
      <h1>Accounts</h1>
      <Users />
      <Tokens />
      <Sessions />
    </div>
  );
}

function Sessions() {
  const sessions = useSessions();
  return (
    <section className="card stack" aria-labelledby="all-sessions">
      <h2 id="all-sessions">Sessions</h2>
      {sessions.isError && <p role="alert">{sessions.error.message}</p>}
      <SessionTable rows={sessions.data?.sessions ?? []} named />
    </section>
  );
}
