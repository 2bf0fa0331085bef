/** Outside functions that call what they are given: threads, pools, exit handlers, partials, setup(). */
import { call } from './calls.ts';
import { iterate } from './sequences.ts';
import type { Handler } from './special.ts';
import { alternatives, deepTaint, NO_KEYWORDS, unknown } from './values.ts';

export const startThread: Handler = (m, f, node, callee, given) => {
  const target =
    given.keywords.get('target') ??
    given.keywords.get('function') ??
    given.args.find((arg) => arg.t === 'func' || arg.t === 'ref' || arg.t === 'choice');
  const passed =
    given.keywords.get('args') ?? given.args.find((arg) => arg.t === 'tuple' || arg.t === 'list');
  const args = passed === undefined ? [] : (iterate(passed) ?? [unknown(deepTaint(passed))]);
  const daemon = given.keywords.get('daemon');
  if (daemon?.t === 'bool' && daemon.v) m.behaviour('daemon-thread', callee.name, f, node);
  if (target !== undefined) call(m, f, node, target, { args, keywords: NO_KEYWORDS });
  return undefined;
};

export const submit: Handler = (m, f, node, _callee, given) => {
  const [target, ...args] = given.args;
  return target === undefined ? undefined : call(m, f, node, target, { args, keywords: given.keywords });
};

/** `atexit.register(function, *args)`: it runs when the program ends. */
export const registerExit: Handler = (m, f, node, callee, given) => {
  const [target, ...args] = callee.name.startsWith('weakref') ? given.args.slice(1) : given.args;
  if (target !== undefined) call(m, f, node, target, { args, keywords: given.keywords });
  return undefined;
};

export const partialCall: Handler = (m, f, node, callee, given) => {
  const bound = callee.self;
  if (bound?.args[0] === undefined) return undefined;
  return call(m, f, node, bound.args[0], {
    args: [...bound.args.slice(1), ...given.args],
    keywords: new Map([...bound.keywords, ...given.keywords]),
  });
};

export const identity: Handler = (_m, _f, _node, _callee, given) => given.args[0];

/** `setup(cmdclass={...})`: the commands run while installing. */
export const setupCall: Handler = (m, f, _node, _callee, given) => {
  if (f.module.role === 'setup') m.setupCalls.push(given.keywords);
  const commands = given.keywords.get('cmdclass');
  if (commands?.t === 'dict') {
    for (const { key, value } of commands.entries.values()) {
      // A command whose name is not known may be any.
      const name = key.t === 'str' ? key.v : 'install';
      for (const option of alternatives(value)) if (option.t === 'class') m.commands.set(option.cls, name);
    }
  }
  for (const value of given.keywords.values()) if (value.t === 'func') f.unit.runs(value.fn.unit);
  return undefined;
};
