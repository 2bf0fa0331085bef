import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession, useSignIn } from '../api/session.tsx';
import { useKeys } from '../components/keys.ts';
import { applyTheme, chosenTheme, type Theme } from '../components/theme.ts';
import { KeyHelp } from './KeyHelp.tsx';

export function Shell() {
  const session = useSession();
  const { signOut } = useSignIn();
  const [helping, setHelping] = useState(false);
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  useKeys({ '?': () => setHelping(true) });
  const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
  return (
    <div className="shell">
      <header className="bar">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" /> Lazaret
        </Link>
        <nav aria-label="Pages">
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
            Queue
          </Link>
          <Link to="/appeals">Appeals</Link>
          <Link to="/suppressions">Suppressions</Link>
          <Link to="/dashboard">Figures</Link>
          {session.role === 'administrator' && <Link to="/accounts">Accounts</Link>}
        </nav>
        <div className="end">
          <button type="button" className="plain" onClick={() => setHelping(true)}>
            Keys <kbd>?</kbd>
          </button>
          <button
            type="button"
            className="plain"
            onClick={() => {
              applyTheme(next[theme]);
              setTheme(next[theme]);
            }}
          >
            Theme: {theme}
          </button>
          <Link to="/account" className="quiet">
            {session.user ?? session.actor} · {session.role}
          </Link>
          <button type="button" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      </header>
      <main className="page full">
        <Outlet />
      </main>
      {helping && <KeyHelp onClose={() => setHelping(false)} />}
    </div>
  );
}
