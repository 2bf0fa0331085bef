import { defineRule } from '../../define-rule.ts';
import { flowReport, staysHere } from '../../support/flow.ts';
import { isUnasked } from '../../support/phase.ts';

/** Variables of well-known services, and hosts to which those are sent. */
const SERVICES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:OPENAI|ANTHROPIC|CLAUDE|GROQ|GEMINI|GOOGLE_API|MISTRAL|COHERE|DEEPSEEK|XAI|OPENROUTER|REPLICATE|TOGETHER)/,
    /openai|anthropic|groq|google|mistral|cohere|deepseek|x\.ai|openrouter|replicate|together|azure|amazonaws|cloudflare|helicone|portkey|litellm/,
  ],
  [/^(?:HF|HUGGING)/, /hugging|hf\.(?:co|space)/],
  [/^AWS_/, /amazonaws|aws\./],
  [/^(?:GITHUB|GH|ACTIONS)_/, /github|actions/],
  [/^(?:NPM|NODE_AUTH)_/, /npm|registry/],
  [/^(?:PYPI|TWINE|POETRY_PYPI|UV_PUBLISH)/, /pypi|python|packages|simple/],
  [/^SLACK_/, /slack/],
  [/^(?:GITLAB|CI_)/, /gitlab/],
  [/^STRIPE_/, /stripe/],
  [/^(?:AZURE|ARM)_/, /azure|microsoft|windows\.net/],
];

/** A secret of a well-known service → a fixed host that is not that service, unasked. */
export const rule = defineRule({
  id: 'exfiltration/foreign-secret',
  title: 'sends the key of one service to another host',
  version: 1,
  state: 'enforced',
  attack: ['T1552.001', 'T1528', 'T1041'],
  messages: { sent: '{sink} sends {source}' },
  detect(facts, report) {
    for (const flow of facts.flows(['secret-variable'], ['network-send', 'network-address'])) {
      if (!isUnasked(flow.phase) || staysHere(flow)) continue;
      const hosts = SERVICES.find(([variable]) => variable.test(flow.source.detail))?.[1];
      const host = /^(?:https?|wss?):\/\/([\w.-]+)/.exec(flow.sink.detail)?.[1];
      if (hosts !== undefined && host !== undefined && !hosts.test(host)) report(flowReport('sent', flow));
    }
  },
});
