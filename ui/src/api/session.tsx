import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { ApiError, get, post, remove, setCsrf } from './client.ts';
import type { PendingSignIn, Session } from './types.ts';

const Current = createContext<Session | null>(null);

/** Who is signed in; only below `Gate`. */
export function useSession(): Session {
  const session = useContext(Current);
  if (session === null) throw new Error('nobody is signed in');
  return session;
}

/** Shows `children` to those who are signed in, and `otherwise` to everybody else. */
export function Gate({ children, otherwise }: { children: ReactNode; otherwise: ReactNode }) {
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      try {
        const found = await get<Session>('/session');
        setCsrf(found.csrf);
        return found;
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
  if (session.isPending) return null;
  if (session.data == null) return otherwise;
  return <Current.Provider value={session.data}>{children}</Current.Provider>;
}

export function useSignIn() {
  const client = useQueryClient();
  const enter = (session: Session): void => {
    setCsrf(session.csrf);
    client.setQueryData(['session'], session);
  };
  const forget = (): void => {
    setCsrf(null);
    client.setQueryData(['session'], null);
    // The session's own entry stays: what watches it would not learn of a new one.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
  return {
    /** Returns what is asked for besides, or null when it is done. */
    signIn: async (name: string, password: string): Promise<PendingSignIn | null> => {
      const answer = await post<Session | PendingSignIn>('/session', { name, password });
      if ('pending' in answer) return answer;
      enter(answer);
      return null;
    },
    enter,
    signOut: async () => {
      await remove('/session');
      forget();
    },
    /** The service has ended the session. */
    forget,
  };
}
