/** Code of Jupyter notebooks (https://nbformat.readthedocs.io). */

/**
 * The code cells joined to one Python text; shell and magic lines (`!`, `%`, `?`) become comments, as do whole
 * cells in another language (`%%bash`). Null when the text is no notebook.
 */
export function notebookCode(text: string): string | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  const cells = cellsOf(document);
  return cells === null ? null : cells.map(cellCode).join('\n');
}

function cellsOf(document: unknown): unknown[] | null {
  if (typeof document !== 'object' || document === null) return null;
  if ('cells' in document && Array.isArray(document.cells)) return document.cells;
  // Version 3 of the format had worksheets.
  if ('worksheets' in document && Array.isArray(document.worksheets)) {
    return document.worksheets.flatMap((sheet) => cellsOf(sheet) ?? []);
  }
  return null;
}

function cellCode(cell: unknown): string {
  if (typeof cell !== 'object' || cell === null) return '';
  if (!('cell_type' in cell) || cell.cell_type !== 'code') return '';
  const source = 'source' in cell ? cell.source : 'input' in cell ? cell.input : '';
  const code = Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : source;
  return typeof code === 'string' ? commentMagics(code) : '';
}

function commentMagics(code: string): string {
  const otherLanguage = /^\s{0,100}%%(?!time|timeit|capture|prun|python)/.test(code);
  return code
    .split(/\r\n|\r|\n/)
    .map((line) => (otherLanguage || /^\s*[%!?]/.test(line) ? `# ${line}` : line))
    .join('\n');
}
