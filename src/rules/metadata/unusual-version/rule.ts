import { defineRule } from '../../define-rule.ts';

/** Major versions that nobody reaches by releasing, and that are no year. */
const HIGH = 90;
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;
/** Lines of Python up to which there is nothing that could have had so many releases. */
const LINES = 400;

/** A version above any that a private project has, for hardly any code. */
export const rule = defineRule({
  id: 'metadata/unusual-version',
  title: 'has a version chosen to be preferred to any other',
  version: 1,
  state: 'enforced',
  attack: ['T1195.002'],
  messages: { high: 'The version is {version}, for {lines} lines of Python' },
  detect(facts, report) {
    const [metadata] = facts.of('metadata');
    const lines = facts.of('shape')[0]?.pythonLines ?? 0;
    if (metadata?.version == null || lines > LINES) return;
    const { version, at, phase } = metadata;
    if (isHigh(version) || isRepeated(version))
      report({ message: 'high', at, phase, data: { version, lines } });
  },
});

function isHigh(version: string): boolean {
  const major = Number(/^v?(?:\d+!)?(\d{1,9})/.exec(version)?.[1] ?? 0);
  return major > LAST_YEAR ? major < 19_900_101 || major > 21_000_101 : major >= HIGH && major < FIRST_YEAR;
}

/** `9.9.9`, `99.99.99`, `11.11.11`: of one number from nine upwards. */
function isRepeated(version: string): boolean {
  const parts = version.split('.');
  return parts.length >= 3 && Number(parts[0]) >= 9 && parts.every((part) => part === parts[0]);
}
