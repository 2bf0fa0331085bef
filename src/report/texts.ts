import type { Artifacts } from '../contracts/artifact.ts';
import type { Layer } from '../contracts/location.ts';
import type { Unpacked } from '../contracts/member.ts';
import { EXCERPT_MEMBER_BYTES } from '../limits.ts';
import type { TextOf } from './excerpt.ts';

/** Looks up the text that excerpts are cut from: as an analysis decoded it, else a member's bytes as UTF-8. */
export function textsOf(
  { members }: Pick<Unpacked, 'members'>,
  { sources, scripts }: Pick<Artifacts, 'sources' | 'scripts'>,
  layers: readonly Layer[],
): TextOf {
  return (path, layerId) => {
    const compiled = sources.find((source) => source.path === path && source.recoveredFrom !== undefined);
    if (layerId !== null) {
      const layer = layers.find(({ id }) => id === layerId);
      // The layer that stands for a whole compiled file; its own text is cut.
      return (layer?.at.line === 0 ? compiled?.text : layer?.text) ?? null;
    }
    const decoded = [...sources, ...scripts].find((text) => text.path === path && text !== compiled);
    if (decoded !== undefined) return decoded.text;
    const member = members.find((one) => one.path === path && one.readable);
    return member === undefined || member.size > EXCERPT_MEMBER_BYTES ? null : asText(member.data);
  };
}

/** Null for what is no text: a NUL byte, or bytes that are no UTF-8. */
function asText(data: Uint8Array): string | null {
  if (data.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(data);
  } catch {
    return null;
  }
}
