import { useQuery } from '@tanstack/react-query';
import { get } from './client.ts';
import type { Decision, Disposition, Verdict } from './types.ts';

/** Everything the service has on one distribution, newest first. */
export interface DistributionView {
  sha256: string;
  filename: string;
  project: string | null;
  version: string | null;
  firstSeenAt: string;
  submissions: {
    id: string;
    filename: string;
    source: string;
    uploader: string | null;
    receivedAt: string;
  }[];
  verdicts: {
    id: number;
    verdict: Verdict;
    score: number;
    engine: string;
    ruleset: string;
    model: string;
    createdAt: string;
  }[];
  dispositions: { disposition: Disposition; reason: string; actor: string; createdAt: string }[];
  decisions: Decision[];
  /** Whose confirmation a second reviewer has to join. */
  awaitsSecond: { by: string; since: string } | null;
  observations: { id: number; kind: string; summary: string; actor: string; createdAt: string }[];
}

export function useView(sha256: string) {
  return useQuery({
    queryKey: ['view', sha256],
    queryFn: () => get<DistributionView>(`/distributions/${sha256}`),
  });
}

export interface SearchHit {
  sha256: string;
  filename: string;
  project: string | null;
  version: string | null;
  firstSeenAt: string;
  verdict: { verdict: Verdict; score: number } | null;
  disposition: Disposition | null;
}

export function useReleases(project: string | null) {
  return useQuery({
    queryKey: ['releases', project],
    queryFn: () =>
      get<{ hits: SearchHit[] }>(
        `/distributions?project=${encodeURIComponent(project ?? '')}&order=oldest&limit=100`,
      ),
    enabled: project !== null,
  });
}

export function useElsewhere(indicator: string | null) {
  return useQuery({
    queryKey: ['elsewhere', indicator],
    queryFn: () =>
      get<{ hits: SearchHit[] }>(`/distributions?indicator=${encodeURIComponent(indicator ?? '')}&limit=20`),
    enabled: indicator !== null,
  });
}
