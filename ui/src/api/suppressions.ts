import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from './client.ts';

export interface SuppressionRow {
  id: number;
  project: string;
  rule: string;
  code: string;
  reason: string;
  owner: string;
  sha256: string;
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  revokedBy: string | null;
}

export function useSuppressions(state: 'active' | 'all') {
  return useQuery({
    queryKey: ['suppressions', state],
    queryFn: () => get<{ suppressions: SuppressionRow[] }>(`/review/suppressions?state=${state}`),
  });
}

interface NewSuppression {
  sha256: string;
  rule: string;
  code: string;
  reason: string;
  days: number;
}

export function useSuppress() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewSuppression) => post<SuppressionRow>('/review/suppressions', wanted),
    onSettled: () => client.invalidateQueries({ queryKey: ['suppressions'] }),
  });
}

export function useRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => remove<null>(`/review/suppressions/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['suppressions'] }),
  });
}
