import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** Calls that start to watch keyboard, screen, camera or clipboard. */
const WATCHERS =
  /^(?:pynput\.(?:keyboard|mouse)\.Listener|keyboard\.(?:hook|on_press|on_release|record|start_recording)|pyHook\.HookManager|pyxhook\.HookManager|PIL\.ImageGrab\.grab|pyautogui\.screenshot|pyscreenshot\.grab|mss\.mss|cv2\.VideoCapture|sounddevice\.rec|pyaudio\.PyAudio|(?:pyperclip|clipboard)\.paste|win32clipboard\.GetClipboardData)$/;

/** Watching begins although nobody called anything. */
export const rule = defineRule({
  id: 'capture/watches-input',
  title: 'watches keyboard, screen, camera or clipboard as soon as it is imported',
  version: 1,
  state: 'enforced',
  attack: ['T1056.001', 'T1113', 'T1115', 'T1125'],
  messages: { watches: '{api} is called' },
  detect(facts, report) {
    for (const { api, at, phase } of facts.of('call')) {
      if (isUnasked(phase) && WATCHERS.test(api)) report({ message: 'watches', at, phase, data: { api } });
    }
  },
});
