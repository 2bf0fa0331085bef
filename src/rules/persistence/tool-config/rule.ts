import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** Settings by which tools of developers fetch, run or trust what somebody else chose. */
const SETTINGS =
  /(?:^|[\\/])(?:pip\.(?:conf|ini)|\.npmrc|\.yarnrc(?:\.yml)?|\.gitconfig|\.condarc|mcp\.json|claude_desktop_config\.json|\.claude\.json|drivers[\\/]{1,2}etc[\\/]{1,2}hosts)$|^\/etc\/hosts$|[\\/]\.(?:claude|gemini|codex|cursor)[\\/]{1,2}(?:settings|config|mcp)[\w.]*$|[\\/]\.(?:vscode(?:-server)?|cursor|windsurf)[\\/]{1,2}extensions(?:[\\/]|$)/i;
const COMMANDS =
  /\bgit\s+config\s+--(?:global|system)\b.*(?:core\.hooksPath|credential\.helper|https?\.proxy|\.insteadOf|init\.templateDir)|\b(?:pip3?|uv pip)\s+config\s+set\b.*index-url|\bnpm\s+config\s+set\b.*(?:registry|proxy)/i;

/** The settings of other tools are changed unasked. */
export const rule = defineRule({
  id: 'persistence/tool-config',
  title: "changes the settings of the user's tools while it is installed or imported",
  version: 1,
  state: 'enforced',
  attack: ['T1546', 'T1556', 'T1565.001', 'T1574'],
  messages: { written: '{api} writes {path}', command: "The command changes a tool's settings: {text}" },
  detect(facts, report) {
    for (const { api, args, keywords, at, phase } of facts.of('call')) {
      const path = String(args[0]?.constant ?? args[0]?.text ?? '').replace(/^'|'$/g, '');
      const mode = String(args[1]?.constant ?? keywords.mode?.constant ?? '');
      if (api !== 'builtins.open' || !/[wax+]/.test(mode) || !isUnasked(phase) || !SETTINGS.test(path))
        continue;
      report({ message: 'written', at, phase, data: { api, path } });
    }
    for (const { sink, at, phase } of facts.flows(null, ['file-write', 'code-file-write'])) {
      if (/^open$/.test(sink.name) || !isUnasked(phase) || !SETTINGS.test(sink.detail)) continue;
      report({ message: 'written', at, phase, data: { api: sink.name, path: sink.detail } });
    }
    for (const { origin, at, phase, text } of facts.of('command')) {
      if (origin !== 'member' && isUnasked(phase) && COMMANDS.test(text))
        report({ message: 'command', at, phase, data: { text } });
    }
  },
});
