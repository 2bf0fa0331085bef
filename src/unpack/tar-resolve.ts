/** Extension headers (GNU long names, PAX records) applied to the entry behind them, as CPython applies them. */
import type { ArchiveAnomalyCode } from '../contracts/member.ts';
import type { UnpackContext } from './context.ts';
import { decodeUtf8Name, showable } from './member-path.ts';
import { BLOCK, blocks, type TarHeader } from './tar-header.ts';
import { overridesName, overridesSize } from './tar-override.ts';
import { type PaxRecords, paxInteger, paxNumber } from './tar-pax.ts';
import {
  inlineSparseMap,
  paxSparseMap,
  paxSparsePairs,
  paxSparseVersion,
  readOldSparse,
  type Segment,
} from './tar-sparse.ts';

/** Types whose data blocks are not skipped, because Python expects none. */
const WITHOUT_DATA = '123456';

export interface Extension {
  type: 'L' | 'K' | 'x';
  payload: Uint8Array;
  records: PaxRecords;
}

/** The fields of an entry once all its extension headers are applied. */
export interface Resolved {
  name: Uint8Array;
  link: Uint8Array;
  size: number;
  mtime: number;
  dataAt: number;
  next: number;
  sparse: Segment[] | null;
}

/** Resolves the entries of one archive; overrides are reported below `prefix`. */
export class EntryResolver {
  readonly context: UnpackContext;
  readonly bytes: Uint8Array;
  readonly prefix: string;

  constructor(context: UnpackContext, bytes: Uint8Array, prefix: string) {
    this.context = context;
    this.bytes = bytes;
    this.prefix = prefix;
  }

  anomaly(code: ArchiveAnomalyCode, name: string, detail: string): void {
    const shown = showable(name.slice(0, this.context.limits.pathBytes));
    this.context.anomaly(code, this.prefix + shown.replace(/^(?:\.\/)+/, ''), detail);
  }

  /** Applies what stands in front of the entry, innermost first, as Python's recursion does. */
  resolve(header: TarHeader, at: number, pending: Extension[], globals: PaxRecords): Resolved {
    const takesData = !WITHOUT_DATA.includes(header.type);
    const own = decodeUtf8Name(header.name).text;
    const resolved: Resolved = {
      name: header.name,
      link: header.link,
      size: header.size,
      mtime: header.mtime,
      dataAt: at + BLOCK,
      next: at + BLOCK + (takesData ? blocks(header.size) : 0),
      sparse: null,
    };
    if (header.type === 'S') {
      const { segments, size, dataAt } = readOldSparse(this.bytes, at);
      Object.assign(resolved, { sparse: segments, size, dataAt, next: dataAt + blocks(header.size) });
    } else this.applyRecords(resolved, globals);
    for (const extension of [...pending].reverse()) {
      if (extension.type === 'x') this.applyPax(resolved, extension, header, own, takesData);
      else this.applyLong(resolved, extension, own, header);
    }
    return resolved;
  }

  applyLong(resolved: Resolved, extension: Extension, own: string, header: TarHeader): void {
    const zero = extension.payload.indexOf(0);
    const value = zero < 0 ? extension.payload : extension.payload.subarray(0, zero);
    const text = decodeUtf8Name(value).text;
    const before = extension.type === 'L' ? own : decodeUtf8Name(header.link).text;
    if (overridesName(before, text))
      this.anomaly('tar-gnu-override', text, `the header says ${showable(before)}`);
    if (extension.type === 'L') resolved.name = value;
    else resolved.link = value;
  }

  applyPax(
    resolved: Resolved,
    extension: Extension,
    header: TarHeader,
    own: string,
    takesData: boolean,
  ): void {
    const { records } = extension;
    const sparse = paxSparseVersion(records);
    if (sparse === '0.1') resolved.sparse = paxSparseMap(records);
    else if (sparse === '0.0') resolved.sparse = paxSparsePairs(extension.payload);
    else if (sparse === '1.0') {
      const map = inlineSparseMap(this.bytes, resolved.dataAt);
      resolved.sparse = map?.segments ?? [];
      resolved.dataAt = map?.dataAt ?? resolved.dataAt;
    }
    const path = records.get('path');
    const text = path === undefined ? own : decodeUtf8Name(path).text;
    if (sparse === null && overridesName(own, text))
      this.anomaly('tar-pax-override', text, `the header says ${showable(own)}`);
    const link = records.get('linkpath');
    const headerLink = decodeUtf8Name(header.link).text;
    if (link !== undefined && overridesName(headerLink, decodeUtf8Name(link).text)) {
      this.anomaly('tar-pax-override', text, `the header links to ${showable(headerLink)}`);
    }
    const size = paxInteger(records.get('size'));
    if (sparse === null && takesData && records.has('size') && overridesSize(header.size, size)) {
      this.anomaly('tar-pax-override', text, `the header has ${header.size} bytes, the record ${size}`);
    }
    this.applyRecords(resolved, records);
    if (records.has('size')) resolved.next = resolved.dataAt + (takesData ? blocks(resolved.size) : 0);
  }

  applyRecords(resolved: Resolved, records: PaxRecords): void {
    for (const [keyword, value] of records) {
      if (keyword === 'path' || keyword === 'GNU.sparse.name') resolved.name = value;
      else if (keyword === 'linkpath') resolved.link = value;
      else if (keyword === 'size' || keyword === 'GNU.sparse.size' || keyword === 'GNU.sparse.realsize') {
        resolved.size = Math.max(0, paxInteger(value));
      } else if (keyword === 'mtime') resolved.mtime = paxNumber(value) || 0;
    }
  }
}
