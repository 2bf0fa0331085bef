import { createHash } from 'node:crypto';
import { html, Markup } from './markup.ts';

/** Head of a page that holds all it needs: its policy lets nothing in but its own style, and runs no script. */
export function documentHead(title: string, style: string): Markup {
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  return html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Lazaret</title>
<style>${new Markup(style)}</style>`;
}
