import type { ReactNode } from 'react';
import type { Disposition, Verdict } from '../api/types.ts';

export function VerdictBadge({ verdict }: { verdict: Verdict | null }) {
  return <span className={`badge ${verdict ?? 'plain'}`}>{verdict ?? 'being screened'}</span>;
}

export function DispositionBadge({ disposition }: { disposition: Disposition | null }) {
  return <span className="badge plain">{disposition ?? 'not decided'}</span>;
}

const PHASES: Record<string, string> = {
  startup: 'at every start of Python',
  install: 'while it is installed',
  import: 'when it is imported',
  'entry-point': 'when its command is run',
  call: 'when it is called',
  development: 'in development only',
  none: 'not code',
};

export function phaseText(phase: string): string {
  return PHASES[phase] ?? phase;
}

/** How long ago, in the largest unit that is not zero. */
export function Ago({ at }: { at: string }) {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  const [amount, unit] =
    seconds < 60
      ? [seconds, 's']
      : seconds < 3600
        ? [seconds / 60, 'min']
        : seconds < 86_400
          ? [seconds / 3600, 'h']
          : [seconds / 86_400, 'd'];
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {Math.floor(amount)} {unit}
    </time>
  );
}

export function Key({ children }: { children: ReactNode }) {
  return <kbd>{children}</kbd>;
}

export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
