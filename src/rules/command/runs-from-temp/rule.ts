import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** A program that lies in a folder for temporary files, by its place in the command. */
const FROM_TEMP =
  /(?:^|[\s"';&|])(?:\/var)?\/(?:tmp|dev\/shm)\/[^\s"';&|]+|%(?:temp|tmp|appdata|localappdata|public)%\\[^\s"']+\.(?:exe|bat|cmd|ps1|vbs|js|jar|pyw?|scr)|cd\s+(?:\/var)?\/(?:tmp|dev\/shm)\b[^\n]{0,200}\.\/[\w.-]+/i;
/** Reading, writing or removing a temporary file is no start of it. */
const STARTS = /\b(?:chmod|start|nohup|sh|bash|python3?|pyw?|sudo|open|cmd|powershell)\b|\.\/[\w.-]+/i;

/** A command starts something from a temporary folder, unasked. */
export const rule = defineRule({
  id: 'command/runs-from-temp',
  title: 'starts a program from a temporary folder while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1204.002', 'T1059'],
  messages: { starts: 'The command starts a program from a temporary folder: {text}' },
  detect(facts, report) {
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin !== 'spawn' || !isUnasked(phase)) continue;
      if (FROM_TEMP.test(text) && STARTS.test(text)) report({ message: 'starts', at, phase, data: { text } });
    }
  },
});
