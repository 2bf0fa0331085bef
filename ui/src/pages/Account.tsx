import { useSessions } from '../api/accounts.ts';
import { useSession } from '../api/session.tsx';
import { SessionTable } from '../components/SessionTable.tsx';
import { Password } from './account/Password.tsx';
import { SecondFactor } from './account/SecondFactor.tsx';

/** One's own account. */
export function Account() {
  const session = useSession();
  const sessions = useSessions();
  const own = (sessions.data?.sessions ?? []).filter(({ userId }) => session.actor === `user:${userId}`);
  return (
    <div className="page stack">
      <h1>
        {session.user} <span className="quiet small">{session.role}</span>
      </h1>
      <section className="card stack" aria-labelledby="own-sessions">
        <h2 id="own-sessions">Sessions</h2>
        {sessions.isError && <p role="alert">{sessions.error.message}</p>}
        <SessionTable rows={own} named={false} />
      </section>
      <SecondFactor />
      <Password />
    </div>
  );
}
