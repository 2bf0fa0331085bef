/** Two distributions, or two members, side by side. */
import { python } from '@codemirror/lang-python';
import { MergeView } from '@codemirror/merge';
import { lineNumbers } from '@codemirror/view';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useMember, useMembers, useResult } from '../api/review.ts';
import type { MemberEntry } from '../api/types.ts';
import { readOnly } from '../components/Code.tsx';
import { Hostile, visibleCode } from '../components/Hostile.tsx';
import { VerdictBadge } from '../components/marks.tsx';

/** The path without the distribution's own top folder, which has the version in its name. */
function comparable(path: string): string {
  return path.replace(/^[^/]+-\d[^/]*\//, '').replace(/^[^/]+-\d[^/]*\.dist-info\//, 'dist-info/');
}

export function Compare() {
  const { left, right, path } = useSearch({ from: '/staff/compare' });
  const navigate = useNavigate();
  const [before, after] = [useMembers(left), useMembers(right)];
  const [one, other] = [useResult(left), useResult(right)];
  const pairs = useMemo(
    () => pairsOf(before.data?.members ?? [], after.data?.members ?? []),
    [before.data, after.data],
  );
  const shown = pairs.find((pair) => pair.name === path) ?? pairs[0] ?? null;
  return (
    <div className="page stack">
      <h1>Compare</h1>
      <div className="row wrap spread">
        {[one, other].map((result, index) => (
          <p key={index === 0 ? 'left' : 'right'} className="break">
            <Hostile text={result.data?.distribution.filename ?? '…'} />{' '}
            <VerdictBadge verdict={result.data?.verdict ?? null} />
          </p>
        ))}
      </div>
      <div className="evidence">
        <nav className="card" aria-label="Files">
          <ul className="tree">
            {pairs.map((pair) => (
              <li key={pair.name}>
                <button
                  type="button"
                  aria-current={pair.name === shown?.name}
                  onClick={() => navigate({ to: '/compare', search: { left, right, path: pair.name } })}
                >
                  <span className="break">
                    <Hostile text={pair.name} />
                  </span>
                  <span className="weight">
                    {pair.left === null ? 'new' : pair.right === null ? 'gone' : ''}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        {shown !== null && <Pair key={shown.name} left={left} right={right} pair={shown} />}
      </div>
    </div>
  );
}

interface PairOfMembers {
  name: string;
  left: string | null;
  right: string | null;
  weight: number;
}

/** Those with findings first, then those that only one side has, then by name. */
function pairsOf(left: readonly MemberEntry[], right: readonly MemberEntry[]): PairOfMembers[] {
  const others = new Map(right.map((member) => [comparable(member.path), member]));
  const pairs: PairOfMembers[] = [];
  const lonely: MemberEntry[] = [];
  for (const member of left) {
    const other = others.get(comparable(member.path));
    if (other === undefined) lonely.push(member);
    else {
      others.delete(comparable(member.path));
      pairs.push(pairOf(member, other));
    }
  }
  // Copies of one program carry it in folders of other names.
  for (const member of lonely) {
    const name = member.path.split('/').at(-1);
    const same = [...others.values()].filter(({ path }) => path.split('/').at(-1) === name);
    if (same.length === 1) others.delete(comparable(same[0]!.path));
    pairs.push(pairOf(member, same.length === 1 ? same[0]! : null));
  }
  for (const member of others.values()) pairs.push(pairOf(null, member));
  return pairs.sort(
    (a, b) => b.weight - a.weight || loneliness(b) - loneliness(a) || (a.name < b.name ? -1 : 1),
  );
}

function pairOf(left: MemberEntry | null, right: MemberEntry | null): PairOfMembers {
  return {
    name: comparable((left ?? right)!.path),
    left: left?.path ?? null,
    right: right?.path ?? null,
    weight: (left?.weight ?? 0) + (right?.weight ?? 0),
  };
}

function loneliness({ left, right }: PairOfMembers): number {
  return left === null || right === null ? 1 : 0;
}

interface PairProps {
  left: string;
  right: string;
  pair: PairOfMembers;
}

function Pair({ left, right, pair }: PairProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [before, after] = [useMember(left, pair.left), useMember(right, pair.right)];
  const texts = [before, after].map(({ data }) => data?.text ?? null);
  const [one, other] = [pair.left === null ? '' : texts[0], pair.right === null ? '' : texts[1]];
  useEffect(() => {
    const element = holder.current;
    if (element === null || one == null || other == null) return;
    const shadow = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    element.style.setProperty('--code-height', '75vh');
    const extensions = (label: string) => [lineNumbers(), python(), readOnly(label)];
    const view = new MergeView({
      a: { doc: visibleCode(one), extensions: extensions('Left') },
      b: { doc: visibleCode(other), extensions: extensions('Right') },
      root: shadow,
      parent: shadow,
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: true,
    });
    return () => view.destroy();
  }, [one, other]);
  if (one == null || other == null) {
    const isPending = before.isFetching || after.isFetching;
    return (
      <p className="quiet">{isPending ? 'Reading …' : 'It is no text; the hex view is with its files.'}</p>
    );
  }
  return <div className="code" ref={holder} />;
}
