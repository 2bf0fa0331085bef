import { defineRule } from '../../define-rule.ts';
import { pathsOf } from '../../support/near.ts';

/** Opening what a browser has encrypted for its user, beside the names of its stores. */
export const rule = defineRule({
  id: 'profile/browser-secrets',
  title: 'decrypts what browsers keep for their user',
  version: 1,
  state: 'enforced',
  attack: ['T1555.003', 'T1539'],
  messages: { decrypts: '{api} decrypts beside names of browser stores' },
  detect(facts, report) {
    const stores = pathsOf(facts.of('sensitive-name').filter(({ category }) => category === 'browser-store'));
    const seen = new Set<string>();
    for (const { api, at, phase } of facts.of('call')) {
      if (!DECRYPTS.test(api) || !stores.has(at.path) || seen.has(at.path)) continue;
      seen.add(at.path);
      report({ message: 'decrypts', at, phase, data: { api } });
    }
  },
});

const DECRYPTS =
  /CryptUnprotectData$|^Crypto\.Cipher\.AES\.new$|^cryptography\.hazmat\.primitives\.ciphers\.(?:aead\.AESGCM|algorithms\.AES)$|^keyring\.get_password$/;
