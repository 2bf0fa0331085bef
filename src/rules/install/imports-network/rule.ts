import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Libraries by which Python code reaches the network. */
const NETWORK =
  /^(?:requests|httpx|aiohttp|urllib2|urllib3|urllib\.request|http\.client|httplib|socket|smtplib|ftplib|paramiko|websockets?|telebot|telegram|discord|discord_webhook|dhooks|dns)(?:\.|$)/;

/** The build script itself brings in what reaches the network. */
export const rule = defineRule({
  id: 'install/imports-network',
  title: 'brings a network library into its build script',
  version: 1,
  state: 'enforced',
  attack: ['T1195.002', 'T1071.001'],
  messages: { imports: 'The build script imports {modules}' },
  detect(facts, report) {
    const found = facts.of('import').filter(({ at, phase, module }) => {
      return phase === 'install' && SCRIPT.test(at.path) && NETWORK.test(module);
    });
    const [first] = found;
    if (first === undefined) return;
    const modules = list(found.map(({ module }) => module));
    report({ message: 'imports', at: first.at, phase: first.phase, data: { modules } });
  },
});

const SCRIPT = /(?:^|\/)setup\.py$/;
