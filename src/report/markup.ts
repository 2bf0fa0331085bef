import { visible } from './visible.ts';

/** Text that is already markup. Only `html` makes it. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Part = Markup | string | number | readonly Part[];

/** Markup from a template: every value that is not markup itself is shown as text, whatever it holds. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(rendered)));
}

function rendered(part: Part): string {
  if (part instanceof Markup) return part.source;
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return part.map(rendered).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Line by line, so that the breaks of an excerpt survive while every other control is spelled out. */
function escapeText(text: string): string {
  const shown = text.split('\n').map(visible).join('\n');
  return shown.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
