import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** What starts the word after it. */
const STARTER =
  /(?:^|[;&|]|\b(?:chmod\s+\S{1,9}|start(?:\s+\/\w+|\s+"")?|nohup|sh|bash|python3?|pyw?|sudo|open|cmd(?:\.exe)?\s+\/c|powershell(?:\.exe)?(?:\s+-\w+)?)\s)\s*["']?$/i;
/** A program in a folder for temporary files. */
const PLACE =
  /(?:\/var)?\/(?:tmp|dev\/shm)\/[^\s"';&|]+|%(?:temp|tmp|appdata|localappdata|public)%\\[^\s"']+\.(?:exe|bat|cmd|ps1|vbs|js|jar|pyw?|scr)/gi;
const AFTER_CHANGE = /cd\s+(?:\/var)?\/(?:tmp|dev\/shm)\b[^\n]{0,200}\.\/[\w.-]+/i;

/** Reading, writing or removing a temporary file is no start of it: it stands where a program stands. */
function startsFromTemp(text: string): boolean {
  for (const { index } of text.matchAll(PLACE))
    if (STARTER.test(text.slice(Math.max(0, index - 40), index))) return true;
  return AFTER_CHANGE.test(text);
}

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
      if (startsFromTemp(text)) report({ message: 'starts', at, phase, data: { text } });
    }
  },
});
