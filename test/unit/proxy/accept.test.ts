import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatType, negotiate } from '../../../src/proxy/accept.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const HTML_TYPE = 'application/vnd.pypi.simple.v1+html';

describe('content negotiation', () => {
  for (const [accept, expected] of [
    // pip
    [`${JSON_TYPE}, ${HTML_TYPE}; q=0.1, text/html; q=0.01`, JSON_TYPE],
    // uv
    [`${JSON_TYPE}, ${HTML_TYPE};q=0.2, text/html;q=0.01`, JSON_TYPE],
    // a browser
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    [undefined, 'text/html'],
    ['', 'text/html'],
    ['*/*', 'text/html'],
    ['text/*', 'text/html'],
    ['application/*', JSON_TYPE],
    ['application/json', null],
    ['image/png', null],
    [`${JSON_TYPE};q=0.1, ${HTML_TYPE}`, HTML_TYPE],
    [`${JSON_TYPE}, ${HTML_TYPE}`, JSON_TYPE],
    [`text/html, ${JSON_TYPE}`, JSON_TYPE],
    [`*/*;q=0.5, ${JSON_TYPE};q=0.5`, JSON_TYPE],
    [`*/*, ${JSON_TYPE};q=0.5`, 'text/html'],
    ['application/vnd.pypi.simple.latest+json', JSON_TYPE],
    ['application/vnd.pypi.simple.latest+html', HTML_TYPE],
    ['application/vnd.pypi.simple.v2+json', null],
    [`${JSON_TYPE};q=0`, null],
    [`${JSON_TYPE};q=0, */*;q=0.1`, 'text/html'],
    ['text/html;q=0, text/*', null],
    [`${JSON_TYPE};q=1.5`, null],
    [`${JSON_TYPE.toUpperCase()} ; Q=0.5`, JSON_TYPE],
    [';;,,=;q=,/', null],
  ] as const) {
    it(`${accept} gets ${expected}`, () => assert.equal(negotiate(accept), expected));
  }

  it('of a format in the address', () => {
    assert.equal(formatType(JSON_TYPE), JSON_TYPE);
    assert.equal(formatType('text/html'), 'text/html');
    assert.equal(formatType('application/json'), null);
  });
});
