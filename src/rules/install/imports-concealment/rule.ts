import { defineRule } from '../../define-rule.ts';
import { list } from '../../support/near.ts';

/** Libraries that decode, decrypt, reach into the system or say who and where the user is. */
const CONCEALS =
  /^(?:base64|binascii|zlib|lzma|bz2|marshal|ctypes|getpass|cryptography|Crypto|Cryptodome|pyaes|fernet|uuid|socket|pwd|win32\w+|threading|pynput|psutil|wmi|pyautogui|browser_cookie3)(?:\.|$)/;

/** The build script itself brings in what hides code or tells one machine from others. */
export const rule = defineRule({
  id: 'install/imports-concealment',
  title: 'brings decoders, ciphers or means to identify the machine into its build script',
  version: 1,
  state: 'enforced',
  attack: ['T1195.002', 'T1027', 'T1082'],
  messages: { imports: 'The build script imports {modules}' },
  detect(facts, report) {
    const found = facts.of('import').filter(({ at, phase, module, own }) => {
      return phase === 'install' && !own && SCRIPT.test(at.path) && CONCEALS.test(module);
    });
    const [first] = found;
    if (first === undefined) return;
    const modules = list(found.map(({ module }) => module));
    report({ message: 'imports', at: first.at, phase: first.phase, data: { modules } });
  },
});

const SCRIPT = /(?:^|\/)setup\.py$/;
