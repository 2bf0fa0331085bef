import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';
import { isUnasked } from '../../support/phase.ts';

/** Calls that watch a person, by what they watch. */
const WATCHES: readonly (readonly [string, RegExp])[] = [
  [
    'keyboard',
    /^(?:pynput\.keyboard\.Listener|keyboard\.(?:on_press|on_release|hook|record|start_recording)|pyHook\.HookManager|pyxhook\.HookManager)$|\.(?:GetAsyncKeyState|SetWindowsHookEx[AW])$/,
  ],
  [
    'screen',
    /^(?:PIL\.ImageGrab\.grab|pyautogui\.screenshot|pyscreenshot\.grab|pyscreeze\.screenshot|mss\.mss(?:\.\w+)?)$/,
  ],
  ['camera', /^cv2\.VideoCapture$|^pygame\.camera\.Camera$/],
  ['microphone', /^(?:sounddevice\.rec|pyaudio\.PyAudio(?:\.open)?)$/],
  ['clipboard', /^(?:pyperclip|clipboard)\.paste$|\.GetClipboardData$/],
];
/** Different senses, and ways to stay or obey, that no single purpose needs together. */
const ENOUGH = 3;
const STAYS = 'starting by itself';
const OBEYS = 'orders from the network';

/** Several ways to watch a person, together with staying or taking orders, anywhere in one distribution. */
export const rule = defineRule({
  id: 'profile/surveillance-kit',
  title: 'can watch a person in several ways',
  version: 2,
  state: 'enforced',
  attack: ['T1056.001', 'T1113', 'T1125', 'T1123', 'T1115', 'T1219'],
  messages: { kit: 'The distribution combines {what}' },
  detect(facts, report) {
    const found = new Map<string, Parameters<typeof report>[0]>();
    const note = (what: string, { at, phase }: Pick<Parameters<typeof report>[0], 'at' | 'phase'>): void => {
      if (!found.has(what)) found.set(what, { message: 'kit', at, phase });
    };
    for (const call of facts.of('call')) {
      const what = WATCHES.find(([, pattern]) => pattern.test(call.api))?.[0];
      if (what !== undefined) note(what, call);
    }
    if (found.size < 2) return;
    for (const flow of facts.flows(null, ['persistence-write'])) note(STAYS, flow);
    for (const flow of facts.flows(['network-response'], ['process', 'code-execution'])) note(OBEYS, flow);
    const first = [...found.values()][0];
    if (found.size < ENOUGH || first === undefined) return;
    // What stays or obeys makes a kit of senses: it lies where that is done, unless a sense is nearer to the victim.
    const stays = found.get(STAYS) ?? found.get(OBEYS);
    const place = stays !== undefined && isUnasked(stays.phase) === isUnasked(first.phase) ? stays : first;
    report({ ...place, data: { what: list([...found.keys()]) } });
  },
});
