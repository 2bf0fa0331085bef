/** Figures as people read them. */
import type { Mean, Rate } from '../metrics.ts';

/** `93.2 %`; more digits near 0 and 100 %, where they matter; `–` for nothing. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return '–';
  const value = share * 100;
  const edge = Math.min(value, 100 - value);
  const digits = edge === 0 || edge >= 10 ? (edge === 0 ? 0 : 1) : edge >= 0.1 ? 1 : edge >= 0.01 ? 2 : 3;
  return `${value.toFixed(digits)} %`;
}

/** `91.2–94.8 %`. */
export function interval({ low, high }: Pick<Rate, 'low' | 'high'>): string {
  if (Number.isNaN(low)) return '–';
  return `${percent(low).replace(' %', '')}–${percent(high)}`;
}

/** `739 of 797`. */
export function ofN({ hits, n }: Pick<Rate, 'hits' | 'n'>): string {
  return `${hits} of ${n}`;
}

export function rateText(rate: Rate): string {
  return rate.n === 0 ? '–' : `${percent(rate.rate)} (${ofN(rate)}; ${interval(rate)})`;
}

export function meanText(mean: Mean): string {
  return mean.groups === 0 ? '–' : `${percent(mean.mean)} (${interval(mean)})`;
}

export function bytesText(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  if (bytes >= 1e3) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${Math.round(bytes)} B`;
}

export function msText(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

export function scoreText(score: number): string {
  return Number.isFinite(score) ? score.toFixed(3) : '–';
}
