import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';

export interface Series {
  name: string;
  /** Name of a colour token. */
  colour: string;
  values: number[];
}

interface Props {
  days: readonly string[];
  series: readonly Series[];
  label: string;
}

const HEIGHT = 220;

/** Counts by day, as lines with points; the same figures stand in a table for those who do not see it. */
export function DayChart({ days, series, label }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null || days.length === 0) return;
    const styles = getComputedStyle(document.documentElement);
    // Tokens that depend on the theme have to be resolved for a canvas.
    const resolve = (token: string): string => {
      element.style.color = `var(${token})`;
      return getComputedStyle(element).color;
    };
    const [ink, line] = [resolve('--quiet'), resolve('--line')];
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line } };
    const chart = new uPlot(
      {
        width: element.clientWidth || 500,
        height: HEIGHT,
        axes: [axis, axis],
        scales: { y: { range: (_chart, _min, max) => [0, Math.max(1, max * 1.1)] } },
        series: [
          {
            value: (_chart, seconds) =>
              seconds == null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10),
          },
          ...series.map(({ name, colour }) => ({
            label: name,
            stroke: resolve(colour),
            width: 2,
            points: { show: true, size: 7 },
          })),
        ],
        legend: { live: false },
        cursor: { drag: { x: false, y: false } },
      },
      [days.map((day) => Date.parse(day) / 1000), ...series.map(({ values }) => [...values])],
      element,
    );
    element.style.color = styles.color;
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [days, series]);
  if (days.length === 0) return <p className="quiet">Nothing in these days.</p>;
  return (
    <>
      <div ref={holder} aria-hidden="true" />
      <table className="hidden-visually">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th>Day</th>
            {series.map(({ name }) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day}>
              <td>{day}</td>
              {series.map(({ name, values }) => (
                <td key={name}>{values[index]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
