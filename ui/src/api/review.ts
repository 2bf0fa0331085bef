import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Choice } from '../components/DecisionDialog.tsx';
import { get, post, remove } from './client.ts';
import type {
  Campaign,
  Decision,
  LayerText,
  MemberContent,
  MemberEntry,
  QueuePage,
  ScanResult,
} from './types.ts';

export type QueueState = 'open' | 'escalated';

export function useQueue(state: QueueState, text: string) {
  const filter = text === '' ? '' : `&text=${encodeURIComponent(text)}`;
  return useInfiniteQuery({
    queryKey: ['queue', state, text],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const cursor = pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return get<QueuePage>(`/review/queue?state=${state}&limit=200${filter}${cursor}`);
    },
    getNextPageParam: ({ next }) => next,
  });
}

export function useCampaign(campaignId: number | null) {
  return useQuery({
    queryKey: ['campaign', campaignId],
    queryFn: () => get<Campaign>(`/review/campaigns/${campaignId}`),
    enabled: campaignId !== null,
  });
}

export function useResult(sha256: string | null) {
  return useQuery({
    queryKey: ['result', sha256],
    queryFn: () => get<ScanResult>(`/distributions/${sha256}/result`),
    enabled: sha256 !== null,
    staleTime: 300_000,
  });
}

export function useMembers(sha256: string) {
  return useQuery({
    queryKey: ['members', sha256],
    queryFn: () => get<{ members: MemberEntry[] }>(`/distributions/${sha256}/members`),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useMember(sha256: string, path: string | null) {
  return useQuery({
    queryKey: ['member', sha256, path],
    queryFn: () =>
      get<MemberContent>(`/distributions/${sha256}/member?path=${encodeURIComponent(path ?? '')}`),
    enabled: path !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useLayers(sha256: string) {
  return useQuery({
    queryKey: ['layers', sha256],
    queryFn: () => get<{ layers: LayerText[] }>(`/distributions/${sha256}/layers`),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Takes a campaign in hand while it is looked at. A reviewer may look at what another has in hand. */
export function useClaim(campaignId: number | null): void {
  useEffect(() => {
    if (campaignId === null) return;
    const path = `/review/campaigns/${campaignId}/claim`;
    // Looking at a row in passing claims nothing.
    let isClaimed = false;
    const timer = setTimeout(() => {
      isClaimed = true;
      post(path).catch(() => {});
    }, 1500);
    const letGo = (): void => {
      clearTimeout(timer);
      if (isClaimed) remove(path).catch(() => {});
      isClaimed = false;
    };
    addEventListener('pagehide', letGo);
    return () => {
      removeEventListener('pagehide', letGo);
      letGo();
    };
  }, [campaignId]);
}

/** Whole campaigns from the queue, or one distribution from its own page. */
type Decided = { campaigns: readonly number[]; choice: Choice } | { distribution: string; choice: Choice };

async function decideAll(decided: Decided): Promise<Decision[]> {
  const { choice } = decided;
  if ('distribution' in decided)
    return [await post<Decision>(`/distributions/${decided.distribution}/decisions`, choice)];
  const decisions: Decision[] = [];
  for (const campaignId of decided.campaigns) {
    const answer = await post<{ decisions: Decision[] }>(`/review/campaigns/${campaignId}/decisions`, choice);
    decisions.push(...answer.decisions);
  }
  return decisions;
}

export function useDecide() {
  const client = useQueryClient();
  const stale = ['queue', 'campaign', 'view'];
  return useMutation({
    mutationFn: decideAll,
    onSettled: () => Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useUndo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decisions: readonly Decision[]) =>
      post<{ decisions: Decision[] }>('/review/undo', { decisions: decisions.map(({ id }) => id) }),
    onSettled: () => client.invalidateQueries(),
  });
}

/** Looks again whenever the service says that something changed. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/v1/review/events');
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.onmessage = () => {
      // Many changes at once are one look; the more there is to look at, the more of them.
      const pages = client
        .getQueriesData<{ pages: unknown[] }>({ queryKey: ['queue'], type: 'active' })
        .reduce((sum, [, data]) => sum + (data?.pages.length ?? 0), 0);
      timer ??= setTimeout(() => {
        timer = undefined;
        client.invalidateQueries({ queryKey: ['queue'] });
      }, 400 * Math.max(1, pages));
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client]);
}
