import { defineRule } from '../../define-rule.ts';

/** Values of tutorials and templates. */
const HOME = /pypa\/sampleproject|\/\/(?:www\.)?example\.(?:com|org)|your-?_?(?:user)?name|<[^>]+>/i;
const MAIL =
  /^(?:you|your|your[._-]?(?:e-?mail|name)|author|example|test|foo|user|name|me)@(?:example|e?mail|test|domain|host|site)\./i;
const AUTHOR = /^(?:example author|your name|author name|firstname lastname)$/i;

/** Fields of the metadata were left as a tutorial has them. */
export const rule = defineRule({
  id: 'metadata/template-left',
  title: 'has metadata copied from a tutorial',
  version: 1,
  state: 'enforced',
  attack: ['T1195.002'],
  messages: { left: 'The metadata still say {what}' },
  detect(facts, report) {
    const [metadata] = facts.of('metadata');
    if (metadata === undefined) return;
    const { homePage, author, authorEmail, at, phase } = metadata;
    const what = HOME.test(homePage)
      ? homePage
      : MAIL.test(authorEmail)
        ? authorEmail
        : AUTHOR.test(author)
          ? author
          : '';
    if (what !== '') report({ message: 'left', at, phase, data: { what } });
  },
});
