import type { FactIndex } from '../../../contracts/fact-index.ts';
import { defineRule } from '../../define-rule.ts';
import { isOwnCallback } from '../../support/hosts.ts';

/** Services made for catching a single call from somewhere unknown. */
export const rule = defineRule({
  id: 'network/callback-host',
  title: 'names a service for catching call-backs',
  version: 1,
  state: 'enforced',
  attack: ['T1102', 'T1572'],
  messages: { callback: 'The source names the {type} {value}' },
  detect(facts, report) {
    const speaks = membersThatSpeak(facts);
    for (const { type, value, at, phase } of facts.of('indicator')) {
      if (type !== 'callback-host' && type !== 'tunnel') continue;
      if (type === 'callback-host' && !isOwnCallback(value)) continue;
      // Documentation and tables name such hosts too; nothing there contacts them.
      if (at.layer === null && !speaks.has(at.path)) continue;
      report({ message: 'callback', at, phase, data: { type: type.replace('-', ' '), value } });
    }
  },
});

const NETWORK =
  /^(?:requests|httpx|aiohttp|urllib3?|http\.client|socket|ssl|websockets?|dns|smtplib|ftplib|paramiko|pycurl|asyncio\.open_connection)\./;

/** Members that contact something or run a command, and those that hold what another member contacts. */
function membersThatSpeak(facts: FactIndex): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { at } of facts.of('command')) paths.add(at.path);
  for (const { at } of facts.flows(null, ['network-send', 'network-address', 'dns-name'])) paths.add(at.path);
  let contacted = '';
  for (const { api, at, args, keywords } of facts.of('call')) {
    if (!NETWORK.test(api)) continue;
    paths.add(at.path);
    for (const { text } of [...args, ...Object.values(keywords)])
      if (contacted.length < 1_000_000) contacted += `${text}\n`;
  }
  for (const { at, value } of facts.of('indicator')) if (contacted.includes(value)) paths.add(at.path);
  return paths;
}
