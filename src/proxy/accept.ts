/** Which form of a page a client gets: PEP 691's content negotiation over RFC 9110's `Accept`. */

export const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
export const HTML_TYPE = 'application/vnd.pypi.simple.v1+html';
export type PageType = typeof JSON_TYPE | typeof HTML_TYPE | 'text/html';

/** What can be asked for, best first, and what is then sent. */
const OFFERED: readonly (readonly [string, PageType])[] = [
  [JSON_TYPE, JSON_TYPE],
  ['application/vnd.pypi.simple.latest+json', JSON_TYPE],
  [HTML_TYPE, HTML_TYPE],
  ['application/vnd.pypi.simple.latest+html', HTML_TYPE],
  ['text/html', 'text/html'],
];

interface Range {
  type: string;
  quality: number;
}

/**
 * The type to answer with; null when nothing that is offered is acceptable. Clients that do not care get `text/html`,
 * for those are browsers and tools older than JSON.
 */
export function negotiate(accept: string | undefined): PageType | null {
  const ranges = (accept ?? '').split(',').flatMap(readRange);
  if (ranges.length === 0) return 'text/html';
  const choices = OFFERED.map(([asked, type]) => {
    const exact = named(ranges, asked);
    const quality = exact ?? named(ranges, `${asked.split('/')[0]}/*`) ?? named(ranges, '*/*') ?? 0;
    return { type, quality, rank: exact !== undefined ? 2 : asked === 'text/html' ? 1 : 0 };
  });
  const best = choices.reduce((best, choice) =>
    choice.quality > best.quality || (choice.quality === best.quality && choice.rank > best.rank)
      ? choice
      : best,
  );
  return best.quality > 0 ? best.type : null;
}

/** The one type that a `format` parameter of the address asks for (PEP 691), null when it is not offered. */
export function formatType(format: string): PageType | null {
  return OFFERED.find(([asked]) => asked === format)?.[1] ?? null;
}

function named(ranges: readonly Range[], type: string): number | undefined {
  return ranges.find((range) => range.type === type)?.quality;
}

function readRange(text: string): Range[] {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  if (!type.includes('/')) return [];
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = q === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q) ? Number(q) : 0;
  return [{ type, quality }];
}
