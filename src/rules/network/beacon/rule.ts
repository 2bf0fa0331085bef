import type { CallFact } from '../../../contracts/fact.ts';
import type { FactIndex } from '../../../contracts/fact-index.ts';
import type { Location } from '../../../contracts/location.ts';
import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { isLocal } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** A host is contacted unasked, and nothing is done with what it answers: the request itself is the message. */
export const rule = defineRule({
  id: 'network/beacon',
  title: 'tells a host that it was installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1071.001', 'T1195.002'],
  messages: { beacon: '{api} contacts {where} and nothing is done with the answer' },
  detect(facts, report) {
    const isUsed = answers(facts);
    for (const call of facts.of('call')) {
      const { api, args, at, phase } = call;
      if (!isUnasked(phase) || !contactsNetwork(api) || KEEPS_ANSWER.test(api)) continue;
      if (isLocal(args[0]?.text ?? '') || isUsed(at)) continue;
      report({ message: 'beacon', at, phase, data: { api, where: args[0]?.text || 'a host' } });
    }
  },
});

/** Downloads to a file, and steps of a conversation whose answers come with later calls. */
const KEEPS_ANSWER =
  /^(?:wget|gdown)\.|\.(?:urlretrieve|retrieve|login|connect|connect_ex|create_connection)$|^(?:ftplib|smtplib|paramiko|telnetlib|asyncio)\./;
const ANSWERS = new Set(['network-response', 'network-identity', 'cloud-metadata']);

/** Tells whether the answer of a contact goes anywhere: along a flow, or into a call of the same member. */
function answers(facts: FactIndex): (at: Location) => boolean {
  const places = new Set<string>();
  for (const { source } of facts.of('flow')) if (ANSWERS.has(source.kind)) places.add(placeOf(source.at));
  const members = new Set<string>();
  for (const call of facts.of('call')) if (takesAnswer(call)) members.add(call.at.path);
  return (at) => places.has(placeOf(at)) || members.has(at.path);
}

function takesAnswer({ args, keywords }: CallFact): boolean {
  return [...args, ...Object.values(keywords)].some((value) =>
    value.sources?.some((kind) => ANSWERS.has(kind)),
  );
}

const placeOf = ({ path, layer, line }: Location): string => `${path}\0${layer}\0${line}`;
