import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSay } from '../components/Toasts.tsx';
import { get } from './client.ts';
import type { Role } from './types.ts';

export interface SessionRow {
  id: string;
  user: string;
  userId: number;
  role: Role;
  userAgent: string;
  createdAt: string;
  expiresAt: string;
}

export interface UserRow {
  id: number;
  name: string;
  role: Role;
  hasPassword: boolean;
  hasSecondFactor: boolean;
  createdAt: string;
  disabledAt: string | null;
}

export interface TokenRow {
  id: number;
  name: string;
  prefix: string;
  role: Role;
  uploader: string | null;
  actor: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

export interface OwnAccount {
  user: string;
  role: Role;
  secondFactor: { since: string | null; recoveryCodes: number; required: boolean };
}

/** What an authenticator application needs. */
export interface Proposal {
  secret: string;
  uri: string;
}

/** What each role is for, the least first. */
export const ROLES: readonly [role: Role, what: string][] = [
  ['uploader', 'uploads through the gate, sees its own'],
  ['ingest', 'submits and reads results'],
  ['reviewer', 'decides and answers appeals'],
  ['administrator', 'everything, accounts and tokens too'],
];

export function useSessions() {
  return useQuery({
    queryKey: ['sessions'],
    queryFn: () => get<{ sessions: SessionRow[] }>('/sessions'),
  });
}

export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: () => get<OwnAccount>('/account') });
}

export function useUsers() {
  return useQuery({ queryKey: ['users'], queryFn: () => get<{ users: UserRow[] }>('/users') });
}

export function useTokens() {
  return useQuery({ queryKey: ['tokens'], queryFn: () => get<{ tokens: TokenRow[] }>('/tokens') });
}

/** Something that changes accounts: says what came of it, and reads again what may have changed. */
export function useChange<Input, Output>(
  run: (input: Input) => Promise<Output>,
  { done, onDone }: { done?: string; onDone?: (output: Output) => void } = {},
) {
  const client = useQueryClient();
  const say = useSay();
  return useMutation({
    mutationFn: run,
    onSuccess: (output) => {
      if (done !== undefined) say(done);
      onDone?.(output);
    },
    onError: (error) => say(error.message, { kind: 'error' }),
    onSettled: () =>
      Promise.all(
        ['sessions', 'users', 'tokens', 'account'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
