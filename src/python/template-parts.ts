import type { Constant, FormattedValue } from './ast.ts';

/** Text of one JoinedStr under construction: neighbouring literal parts become one constant. */
export class TemplateParts {
  readonly values: (Constant | FormattedValue)[] = [];
  private pieces: string[] = [];
  private start = -1;
  private end = -1;

  addText(text: string, start: number, end: number): void {
    if (text === '') return;
    if (this.pieces.length === 0) this.start = start;
    this.pieces.push(text);
    this.end = end;
  }

  addField(field: FormattedValue): void {
    this.flush();
    this.values.push(field);
  }

  flush(): void {
    if (this.pieces.length === 0) return;
    const value = this.pieces.length === 1 ? this.pieces[0]! : this.pieces.join('');
    this.values.push({ kind: 'Constant', start: this.start, end: this.end, type: 'str', value });
    this.pieces = [];
  }
}
