/** Parts of charts: scales, axes, lines. Colours are classes of the style sheet. */
import { html, Markup } from '../../src/report/markup.ts';

/** Value to pixel. */
export type Scale = (value: number) => number;

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const FRAME: Frame = { width: 560, height: 360, left: 56, right: 16, top: 14, bottom: 46 };

export function linear(from: number, to: number, start: number, end: number): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** Logarithmic above `from`; what is below lies on `floor`, left of the axis proper. */
export function logarithmic(from: number, to: number, start: number, end: number, floor: number): Scale {
  const scale = linear(Math.log(from), Math.log(to), start, end);
  return (value) => (value < from ? floor : scale(Math.log(value)));
}

export interface Tick {
  at: number;
  label: string;
}

/** Axes with grid lines and titles. */
export function axes(
  frame: Frame,
  x: Scale,
  y: Scale,
  titles: { x: string; y: string },
  ticks: { x: Tick[]; y: Tick[] },
): Markup {
  const { width, height, left, right, top, bottom } = frame;
  const [low, end] = [height - bottom, width - right];
  return html`<g class="axes">${ticks.x.map(
    ({ at, label }) =>
      html`<line class="grid" x1="${num(x(at))}" x2="${num(x(at))}" y1="${top}" y2="${low}"/><text x="${num(x(at))}" y="${low + 16}" text-anchor="middle">${label}</text>`,
  )}${ticks.y.map(
    ({ at, label }) =>
      html`<line class="grid" x1="${left}" x2="${end}" y1="${num(y(at))}" y2="${num(y(at))}"/><text x="${left - 7}" y="${num(y(at) + 4)}" text-anchor="end">${label}</text>`,
  )}<text class="title" x="${(left + end) / 2}" y="${height - 8}" text-anchor="middle">${titles.x}</text><text class="title" transform="translate(13 ${(top + low) / 2}) rotate(-90)" text-anchor="middle">${titles.y}</text></g>`;
}

export function svg(
  { width, height }: Pick<Frame, 'width' | 'height'>,
  label: string,
  ...parts: Markup[]
): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${parts}</svg>`;
}

/** A line through the points, as steps (`across` first, then up) or straight. */
export function line(
  points: readonly (readonly [number, number])[],
  className: string,
  steps = false,
): Markup {
  const path = points.map(([x, y], index) => {
    if (index === 0) return `M${num(x)} ${num(y)}`;
    return steps ? `H${num(x)}V${num(y)}` : `L${num(x)} ${num(y)}`;
  });
  return html`<path class="${className}" d="${path.join('')}"/>`;
}

export function figure(caption: Markup | string, ...parts: Markup[]): Markup {
  return html`<figure>${parts}<figcaption>${caption}</figcaption></figure>`;
}

/** Names of series with a swatch of their line. */
export function legend(names: readonly string[]): Markup {
  return html`<p class="legend">${names.map(
    (name, index) =>
      html`<span><svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true"><path class="series s${index % 8}" d="M1 5H25"/></svg>${name}</span> `,
  )}</p>`;
}

/** At most two digits after the point: the same figure always prints the same. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export const NOTHING = new Markup('');
