import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InfrastructureError } from '../../../src/contracts/errors.ts';
import { FEED_CHANGES } from '../../../src/limits.ts';
import { type ChangelogRow, pageOf as changelogPage, resultOf } from '../../../src/watch/changelog.ts';
import { linksOf, pageOf as rssPage } from '../../../src/watch/rss.ts';
import { serialsOf, pageOf as serialsPage } from '../../../src/watch/serials.ts';

const row = (serial: number, action: string, version: string | null = '1.0'): ChangelogRow => [
  'Some_Project',
  version,
  1_700_000_000,
  action,
  serial,
];

describe('the changelog', () => {
  it('yields files that were added, and stands where it has read', () => {
    const rows = [
      row(12, 'add py3 file some_project-1.0-py3-none-any.whl'),
      row(11, 'add source file some_project-1.0.tar.gz'),
      row(13, 'remove release'),
    ];
    assert.deepEqual(changelogPage(10, rows), {
      changes: [
        { project: 'some-project', version: '1.0', filename: 'some_project-1.0.tar.gz' },
        { project: 'some-project', version: '1.0', filename: 'some_project-1.0-py3-none-any.whl' },
      ],
      cursor: { serial: 13 },
      more: false,
      gap: null,
    });
  });

  it('is read in parts that never split a serial', () => {
    const rows = Array.from({ length: FEED_CHANGES + 50 }, (_, index) =>
      row(
        index < FEED_CHANGES + 10 ? Math.min(index, FEED_CHANGES - 2) + 1 : index,
        `add source file f-${index}.zip`,
      ),
    );
    const first = changelogPage(0, rows);
    const second = changelogPage(Number(first.cursor.serial), rows);
    assert.equal(first.more, true);
    assert.equal(second.more, false);
    const names = [...first.changes, ...second.changes].map(({ filename }) => filename);
    assert.deepEqual(
      names,
      rows.map((_, index) => `f-${index}.zip`),
    );
  });

  it('reads the values of XML-RPC, entities included', () => {
    const xml = `<?xml version='1.0'?><methodResponse><params><param><value><array><data>
      <value><array><data><value><string>a&amp;b</string></value><value><nil/></value><value><int>5</int></value>
      <value>plain</value><value><int>7</int></value></data></array></value></data></array></value></param></params></methodResponse>`;
    assert.deepEqual(resultOf(xml), [['a&b', null, 5, 'plain', 7]]);
  });

  const refused: [what: string, xml: string][] = [
    ['a fault', '<methodResponse><fault><value><string>no</string></value></fault></methodResponse>'],
    ['another document', '<html><body>hello</body></html>'],
    ['nothing', ''],
  ];
  for (const [what, xml] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => resultOf(xml), { code: 'protocol' }));
  }

  it('does not expand entities that a document defines', () => {
    const xml = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
      <methodResponse><params><param><value><string>&c;</string></value></param></params></methodResponse>`;
    let text = '';
    try {
      text = String(resultOf(xml));
    } catch (error) {
      assert.ok(error instanceof InfrastructureError);
    }
    assert.ok(text.length < 1000);
  });
});

describe('RSS', () => {
  const feed = (...links: string[]) =>
    `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>${links
      .map((link) => `<item><title>x &amp; y</title><link>${link}</link></item>`)
      .join('')}</channel></rss>`;
  const link = (name: string, version: string) => `https://index.example/project/${name}/${version}/`;

  it('yields releases, the oldest first', () => {
    const links = linksOf(feed(link('B_b', '2.0'), link('a', '1!1.0%2Blocal')));
    const page = rssPage(null, links, {});
    assert.deepEqual(page.changes, [
      { project: 'a', version: '1!1.0+local', filename: null },
      { project: 'b-b', version: '2.0', filename: null },
    ]);
    assert.equal(page.gap, null);
  });

  it('yields each once, and says when something may have passed between two looks', () => {
    const first = rssPage(null, linksOf(feed(link('a', '1'))), {});
    const second = rssPage(first.cursor, linksOf(feed(link('b', '1'), link('a', '1'))), {});
    assert.deepEqual(
      second.changes.map(({ project }) => project),
      ['b'],
    );
    assert.equal(second.gap, null);
    const third = rssPage(second.cursor, linksOf(feed(link('d', '1'), link('c', '1'))), {});
    assert.match(third.gap ?? '', /more may have passed/);
  });

  it('takes an empty feed as no news, and another document as an error', () => {
    assert.deepEqual(linksOf(feed()), []);
    assert.throws(() => linksOf('<html></html>'), { code: 'protocol' });
  });
});

describe('the list of projects with serials', () => {
  const list = (...entries: [name: string, serial: number][]) =>
    serialsOf(
      JSON.stringify({ projects: entries.map(([name, serial]) => ({ name, '_last-serial': serial })) }),
    );

  it('starts at the newest and yields what changes after', () => {
    const first = serialsPage(null, list(['A', 5], ['b', 9]), '"x"');
    assert.deepEqual(first.cursor, { serial: 9, etag: '"x"' });
    const second = serialsPage(first.cursor, list(['A', 11], ['b', 9], ['c', 10]), '"y"');
    assert.deepEqual(
      second.changes.map(({ project }) => project),
      ['c', 'a'],
    );
    assert.deepEqual(second.cursor, { serial: 11, etag: '"y"' });
  });

  it('is read in parts, unconditionally until the last', () => {
    const many = list(
      ...Array.from({ length: FEED_CHANGES + 5 }, (_, i): [string, number] => [`p${i}`, i + 1]),
    );
    const first = serialsPage({ serial: 0, etag: null }, many, '"x"');
    assert.deepEqual([first.more, first.cursor], [true, { serial: FEED_CHANGES, etag: null }]);
    const second = serialsPage(first.cursor, many, '"x"');
    assert.deepEqual([second.more, second.changes.length, second.cursor.etag], [false, 5, '"x"']);
  });

  it('refuses a list without serials', () => {
    assert.throws(() => serialsOf('{"projects":[{"name":"a"}]}'), { code: 'protocol' });
  });
});

describe('answers of any kind', () => {
  const readers = { resultOf, linksOf, serialsOf };
  const pieces = fc.array(
    fc.constantFrom(
      '<rss>',
      '<channel>',
      '<item>',
      '<link>',
      '</item>',
      '<value>',
      '<array>',
      '<data>',
      '&lt;',
      '&x;',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE',
      '{"projects":[',
      'null',
      ']}',
      '\u0000',
      'x',
      '<methodResponse>',
      '<params><param>',
    ),
    { maxLength: 40 },
  );
  for (const [name, read] of Object.entries(readers)) {
    it(`are read by ${name} or refused as a protocol error`, () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            pieces.map((all) => all.join('')),
          ),
          (text) => {
            try {
              read(text);
            } catch (error) {
              assert.ok(error instanceof InfrastructureError && error.code === 'protocol', String(error));
            }
          },
        ),
        { seed: 20261123, numRuns: 3000 },
      );
    });
  }
});
