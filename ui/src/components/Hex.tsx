import { useMemo } from 'react';

interface Props {
  base64: string;
  label: string;
}

const COLUMNS = 16;

/** Bytes as offset, hex and ASCII, 16 in a line. */
export function Hex({ base64, label }: Props) {
  const text = useMemo(() => hexDump(base64), [base64]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard
    <section className="hex" tabIndex={0} aria-label={label}>
      {text}
    </section>
  );
}

export function hexDump(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += COLUMNS) {
    const row = [...bytes.subarray(offset, offset + COLUMNS)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(COLUMNS * 3 - 1)}  ${ascii}`);
  }
  return lines.join('\n');
}
