import { contactsNetwork } from '../../apis.ts';
import { defineRule } from '../../define-rule.ts';
import { groupByPath } from '../../support/near.ts';

/** Every key is heard in a member that also sends, in any phase. */
export const rule = defineRule({
  id: 'capture/keys-and-network',
  title: 'listens to the keyboard beside code that sends',
  version: 1,
  state: 'enforced',
  attack: ['T1056.001', 'T1041'],
  messages: { listens: '{api} hears every key; the member also calls {sender}' },
  detect(facts, report) {
    const senders = groupByPath(
      facts.of('call').filter(({ api }) => contactsNetwork(api) || /sendmail$|send_message$/.test(api)),
    );
    for (const { api, at, phase } of facts.of('call')) {
      const sender = senders.get(at.path)?.[0];
      if (sender === undefined || !LISTENS.test(api)) continue;
      report({ message: 'listens', at, phase, data: { api, sender: sender.api } });
    }
  },
});

const LISTENS =
  /^(?:pynput\.keyboard\.Listener|keyboard\.(?:hook|on_press|on_release|record|start_recording)|pyHook\.HookManager|pyxhook\.HookManager)$|\.SetWindowsHookEx[AW]$/;
