import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineTable } from '../../../src/python/line-table.ts';

describe('LineTable', () => {
  const text = 'ab\ncd\r\nef\rg\n\n\r\nh';
  const table = new LineTable(text);

  it('ends lines at \\n, \\r\\n and \\r', () => {
    const starts = Array.from({ length: table.lineCount }, (_, index) => table.offsetOf(index + 1));
    assert.deepEqual(starts, [0, 3, 7, 10, 12, 13, 15]);
  });

  it('gives 1-based lines and columns', () => {
    const places = [0, 1, 2, 3, 5, 6, 7, 9, 10, 12, 13, 15, 16].map((offset) => {
      const { line, column } = table.position(offset);
      return `${offset}=${line}:${column}`;
    });
    const expected = '0=1:1 1=1:2 2=1:3 3=2:1 5=2:3 6=2:4 7=3:1 9=3:3 10=4:1 12=5:1 13=6:1 15=7:1 16=7:2';
    assert.deepEqual(places, expected.split(' '));
  });

  it('counts columns in UTF-16 units', () => {
    assert.deepEqual(new LineTable('x = "😀"\n').position(8), { line: 1, column: 9 });
  });

  it('takes what lies outside for the nearest end', () => {
    assert.deepEqual(table.position(-5), { line: 1, column: 1 });
    assert.deepEqual(table.position(99), { line: 7, column: 2 });
    assert.equal(table.offsetOf(0), 0);
    assert.equal(table.offsetOf(99), 15);
    assert.deepEqual(new LineTable('').position(0), { line: 1, column: 1 });
  });

  it('holds more lines than it first made room for', () => {
    const many = new LineTable('\n'.repeat(5000));
    assert.equal(many.lineCount, 5001);
    assert.deepEqual(many.position(4321), { line: 4322, column: 1 });
  });
});
