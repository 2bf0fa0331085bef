import { defineRule } from '../../define-rule.ts';

/** A browser is remote-controlled with the profile of its user, or asked for all cookies. */
export const rule = defineRule({
  id: 'exfiltration/browser-debugging',
  title: "reads cookies out of the user's browser by its debugging interface",
  version: 1,
  state: 'enforced',
  attack: ['T1539', 'T1185'],
  messages: {
    profile: "A browser is started for debugging with its user's profile: {text}",
    cookies: '{api} asks for all cookies',
  },
  detect(facts, report) {
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin === 'member' || !/--remote-debugging-p(?:ort|ipe)/.test(text) || !PROFILE.test(text))
        continue;
      report({ message: 'profile', at, phase, data: { text } });
    }
    for (const { api, args, keywords, at, phase } of facts.of('call')) {
      if (!/^websockets?\.|\.send$/.test(api)) continue;
      if (
        [...args, ...Object.values(keywords)].some(({ text }) =>
          /Network\.getAllCookies|Storage\.getCookies/.test(text),
        )
      )
        report({ message: 'cookies', at, phase, data: { api } });
    }
  },
});

const PROFILE =
  /Google[\\/]{1,2}Chrome[\\/]{1,2}User Data|BraveSoftware|Microsoft[\\/]{1,2}Edge[\\/]{1,2}User Data|\.config[\\/](?:google-chrome|chromium)|Application Support[\\/](?:Google|BraveSoftware|Microsoft Edge)/i;
