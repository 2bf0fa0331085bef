/** Text that came out of a distribution, or was sent by a stranger: shown as text, whatever it contains. */
import { defang, unlink, visible } from '../../../src/report/visible.ts';

/** A name, path or message: characters that act or hide are spelled out, addresses are no links. */
export function Hostile({ text, address = false }: { text: string | null; address?: boolean }) {
  if (text === null) return <span className="quiet">unknown</span>;
  // Isolated, so that no direction of writing inside changes the order of what surrounds it.
  return <bdi>{address ? visible(defang(text)) : unlink(visible(text))}</bdi>;
}

/** Lines of code with everything active spelled out; their number stays the same. */
export function visibleCode(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\n');
}
