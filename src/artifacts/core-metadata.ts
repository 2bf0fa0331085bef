/** Core metadata (PKG-INFO, METADATA): RFC 822 style headers and a body, as PEP 566 writes them. */
import type { CoreMetadata } from '../contracts/artifact.ts';
import { METADATA_ITEMS } from '../limits.ts';

export interface Header {
  /** Lower case. */
  name: string;
  value: string;
  /** 1-based. */
  line: number;
}

export interface Headers {
  headers: Header[];
  body: string;
}

/** Splits headers from the body. Folded lines are joined with newlines, their indentation dropped. */
export function parseHeaders(text: string): Headers {
  const lines = text.split(/\r\n|\r|\n/);
  const headers: Header[] = [];
  let index = 0;
  for (; index < lines.length; index++) {
    const line = lines[index]!;
    if (line === '' && headers.length > 0) break;
    const last = headers.at(-1);
    if (last && /^[ \t]/.test(line)) {
      // setuptools folds descriptions with eight blanks, flit with seven and a bar.
      last.value += `\n${line.replace(/^[ \t]{1,8}\|?/, '')}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0 || headers.length >= METADATA_ITEMS) continue;
    headers.push({
      name: line.slice(0, colon).trim().toLowerCase(),
      value: line.slice(colon + 1).trim(),
      line: index + 1,
    });
  }
  return { headers, body: lines.slice(index + 1).join('\n') };
}

/** The fields that analyses read; `path` is where they came from. Unknown fields are ignored. */
export function coreMetadata(path: string, { headers, body }: Headers): CoreMetadata {
  const all = (name: string): string[] =>
    headers.filter((header) => header.name === name).map((header) => header.value);
  const first = (name: string): string => {
    const value = all(name)[0] ?? '';
    return value === 'UNKNOWN' ? '' : value;
  };
  return {
    path,
    name: first('name') || null,
    version: first('version') || null,
    summary: first('summary'),
    description: first('description') || body.trim(),
    homePage: first('home-page'),
    author: first('author') || first('maintainer'),
    authorEmail: first('author-email') || first('maintainer-email'),
    classifiers: all('classifier'),
    requires: all('requires-dist'),
    projectUrls: all('project-url'),
  };
}
