import type { CallFact, ValueSummary } from '../../../contracts/fact.ts';
import { defineRule } from '../../define-rule.ts';

/** A log-in to a mailbox, file server or database with credentials that stand in the source. */
export const rule = defineRule({
  id: 'exfiltration/own-account',
  title: 'logs in to an account of its author',
  version: 1,
  state: 'enforced',
  attack: ['T1048', 'T1071.003', 'T1567'],
  messages: { logs: '{api} logs in with credentials from the source' },
  detect(facts, report) {
    for (const call of facts.of('call')) {
      if (opensAccount(call))
        report({ message: 'logs', at: call.at, phase: call.phase, data: { api: call.api } });
    }
  },
});

const POSITIONAL =
  /^(?:smtplib\.SMTP(?:_SSL)?\.login|ftplib\.FTP(?:_TLS)?\.login|yagmail\.SMTP|imaplib\.IMAP4(?:_SSL)?\.login)$/;
const KEYWORDS =
  /^(?:paramiko\.SSHClient\.connect|paramiko\.Transport\.connect|pysftp\.Connection|ftplib\.FTP(?:_TLS)?|pymysql\.connect|mysql\.connector\.connect|psycopg2\.connect)$/;
const IN_ADDRESS =
  /^(?:pymongo\.MongoClient|motor\.motor_asyncio\.AsyncIOMotorClient|sqlalchemy\.create_engine|redis\.from_url|psycopg2\.connect)$/;
const ADDRESS = /^["']?[a-z+]{3,20}:\/\/[^:@/'"\s«…{<]+:[^@/'"\s«…{<]+@(?!localhost|127\.)[\w.-]+\.\w+/i;

function opensAccount({ api, args, keywords }: CallFact): boolean {
  const [first, second, third] = args;
  if (POSITIONAL.test(api))
    return isWritten(first ?? keywords.user) && isWritten(second ?? keywords.password);
  if (KEYWORDS.test(api))
    return isWritten(keywords.password ?? keywords.passwd ?? (api.startsWith('ftplib') ? third : undefined));
  return IN_ADDRESS.test(api) && ADDRESS.test(first?.text ?? keywords.host?.text ?? '');
}

/** A value that stands in the source and is no placeholder. */
function isWritten(value: ValueSummary | undefined): boolean {
  const { constant } = value ?? {};
  return (
    typeof constant === 'string' &&
    constant.length >= 4 &&
    !/password|^test|^user|example|changeme|^root$|^anonymous|^admin$|<|\*\*/i.test(constant)
  );
}
