import { defineRule } from '../../define-rule.ts';

/** An installation command starts a script or program of the distribution as a process of its own. */
export const rule = defineRule({
  id: 'install/starts-own-program',
  title: 'starts a program of its own as soon as it is installed',
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1059.006', 'T1204.002'],
  messages: { started: 'An installation command starts {text}' },
  detect(facts, report) {
    const hooks = new Set(
      facts.of('behaviour').flatMap((fact) => (fact.behaviour === 'install-hook' ? [fact.at.path] : [])),
    );
    for (const { origin, phase, at, text, programs } of facts.of('command')) {
      if (origin !== 'spawn' || phase !== 'install' || !hooks.has(at.path)) continue;
      const isProgram = /^["']?member:/.test(text);
      const isScript = programs.some((program) => INTERPRETER.test(program)) && text.includes('member:');
      if (isProgram || isScript) report({ message: 'started', at, phase, data: { text } });
    }
  },
});

const INTERPRETER = /^(?:python[\d.]*w?|py|sh|bash|cmd|powershell|wscript|cscript|node)$/;
