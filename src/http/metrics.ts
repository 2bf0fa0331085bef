/** Figures of this process, in Prometheus's text format (version 0.0.4). */

type Labels = Readonly<Record<string, string>>;

export interface Metrics {
  /** Adds to a counter. */
  count(name: string, labels?: Labels, by?: number): void;
  /** Adds one duration to a histogram. */
  observe(name: string, seconds: number, labels?: Labels): void;
  /** Reads a figure whenever somebody looks; null leaves it out. */
  gauge(name: string, help: string, read: () => number | null | Promise<number | null>): void;
  /** Everything, as text. */
  render(): Promise<string>;
}

/** Seconds: from one answer out of memory to the longest scan. */
const BUCKETS = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120];

interface Histogram {
  counts: number[];
  sum: number;
  total: number;
}

/** Series of one name: hostile values never become labels, so there are few. */
type Series<T> = Map<string, T>;

/** @param help by name: what is counted, without which nothing is */
export function createMetrics(help: Readonly<Record<string, string>>): Metrics {
  const counters = new Map<string, Series<number>>();
  const histograms = new Map<string, Series<Histogram>>();
  const gauges = new Map<string, { help: string; read: () => number | null | Promise<number | null> }>();

  return {
    count: (name, labels = {}, by = 1) => {
      const series = within(counters, name);
      const key = keyOf(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observe: (name, seconds, labels = {}) => {
      const series = within(histograms, name);
      const key = keyOf(labels);
      const found = series.get(key) ?? { counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
      BUCKETS.forEach((bound, index) => {
        if (seconds <= bound) found.counts[index]! += 1;
      });
      series.set(key, { ...found, sum: found.sum + seconds, total: found.total + 1 });
    },
    gauge: (name, text, read) => void gauges.set(name, { help: text, read }),
    render: async () => {
      const lines: string[] = [];
      for (const [name, series] of counters) {
        lines.push(`# HELP ${name} ${help[name] ?? ''}`, `# TYPE ${name} counter`);
        for (const [key, value] of series) lines.push(`${name}${braces(key)} ${value}`);
      }
      for (const [name, series] of histograms) {
        lines.push(`# HELP ${name} ${help[name] ?? ''}`, `# TYPE ${name} histogram`);
        for (const [key, found] of series) lines.push(...histogramLines(name, key, found));
      }
      for (const [name, { help: text, read }] of gauges) {
        const value = await read();
        if (value !== null) lines.push(`# HELP ${name} ${text}`, `# TYPE ${name} gauge`, `${name} ${value}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function within<T>(all: Map<string, Series<T>>, name: string): Series<T> {
  const series = all.get(name) ?? new Map<string, T>();
  all.set(name, series);
  return series;
}

function keyOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, '_')}"`)
    .join(',');
}

function braces(...keys: string[]): string {
  const inside = keys.filter((key) => key !== '').join(',');
  return inside === '' ? '' : `{${inside}}`;
}

function histogramLines(name: string, key: string, { counts, sum, total }: Histogram): string[] {
  return [
    ...BUCKETS.map((bound, index) => `${name}_bucket${braces(key, `le="${bound}"`)} ${counts[index]}`),
    `${name}_bucket${braces(key, 'le="+Inf"')} ${total}`,
    `${name}_sum${braces(key)} ${sum}`,
    `${name}_count${braces(key)} ${total}`,
  ];
}
