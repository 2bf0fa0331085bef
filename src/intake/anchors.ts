/** Just enough HTML for PEP 503 pages: `<base>`, `<meta>` and `<a>` start tags with their attributes, in one pass. */

export interface Anchor {
  attributes: Map<string, string>;
}

export interface AnchorPage {
  /** First `<base href>`, or null. */
  base: string | null;
  anchors: Anchor[];
  /** Content of `<meta name content>` by name, the first of each. */
  meta: Map<string, string>;
}

/** Reads start tags in document order; never throws, linear in the text. */
export function readAnchors(html: string): AnchorPage {
  const anchors: Anchor[] = [];
  const meta = new Map<string, string>();
  let base: string | null = null;
  let at = 0;
  while ((at = html.indexOf('<', at)) >= 0) {
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4);
      if (end < 0) break;
      at = end + 3;
      continue;
    }
    const name = tagName(html, at + 1);
    if (name === '') {
      at += 1;
      continue;
    }
    const { attributes, end } = readAttributes(html, at + 1 + name.length);
    if (name === 'a') anchors.push({ attributes });
    else if (name === 'base') base ??= attributes.get('href') ?? null;
    else addMeta(meta, attributes);
    at = end;
  }
  return { base, anchors, meta };
}

function addMeta(meta: Map<string, string>, attributes: Map<string, string>): void {
  const name = attributes.get('name')?.toLowerCase();
  if (name !== undefined && !meta.has(name)) meta.set(name, attributes.get('content') ?? '');
}

function tagName(html: string, start: number): string {
  const head = html.slice(start, start + 5).toLowerCase();
  return /^(a|base|meta)[\s/>]/.exec(head)?.[1] ?? '';
}

function readAttributes(html: string, start: number): { attributes: Map<string, string>; end: number } {
  const attributes = new Map<string, string>();
  const pattern = /[\s/]*(?:(>)|([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?|=)/y;
  pattern.lastIndex = start;
  let end = start;
  for (let match = pattern.exec(html); match !== null; match = pattern.exec(html)) {
    end = pattern.lastIndex;
    if (match[1] !== undefined) break;
    const name = match[2]?.toLowerCase();
    if (name === undefined || attributes.has(name)) continue;
    attributes.set(name, unescapeHtml(match[3] ?? match[4] ?? match[5] ?? ''));
  }
  return { attributes, end };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
