import { defineRule } from '../../define-rule.ts';

/** What a data file has no business to call. */
const HOSTILE =
  /^(?:(?:builtins|__builtin__)\.(?:exec|eval|compile|execfile|__import__|open)|(?:os|posix|nt)\.(?:system|popen|exec\w*|spawn\w*|remove|unlink|startfile)|subprocess\.\w+|commands\.\w+|pty\.spawn|runpy\.\w+|socket\.\w+|webbrowser\.open|urllib\.request\.\w+|urllib2?\.urlopen|requests\.\w+|importlib\.import_module|shutil\.\w+|ctypes\.\w+|marshal\.loads|types\.(?:CodeType|FunctionType)|pip\.\w+|timeit\.timeit|code\.\w+|bdb\.\w+|asyncio\.\w+|webbrowser\.\w+)$/;

/** A pickle that calls functions which run code, programs or the network. */
export const rule = defineRule({
  id: 'deserialisation/hostile-pickle',
  title: 'ships a pickle that runs code when it is loaded',
  version: 1,
  state: 'enforced',
  attack: ['T1059.006', 'T1027.009'],
  messages: { calls: 'Loading the pickle calls {global}({args})' },
  detect(facts, report) {
    for (const { global, called, args, at, phase } of facts.of('pickle')) {
      if (!called || !HOSTILE.test(global)) continue;
      report({ message: 'calls', at, phase, data: { global, args: args.join(', ') } });
    }
  },
});
