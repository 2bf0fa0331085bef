import { defineRule } from '../../define-rule.ts';
import { isUnasked } from '../../support/phase.ts';

/** Files are made or started unasked in folders that belong to the system or to other programs. */
export const rule = defineRule({
  id: 'execution/user-data-folder',
  title: 'works in folders of the system or of the user while it is installed or imported',
  version: 1,
  state: 'enforced',
  attack: ['T1074.001', 'T1036.005', 'T1105'],
  messages: { works: '{api} is called on {path}' },
  detect(facts, report) {
    for (const { api, args, at, phase } of facts.of('call')) {
      if (!isUnasked(phase) || !ACTS.test(api)) continue;
      const path = args.slice(0, 2).find(({ text }) => FOLDER.test(text))?.text;
      if (path !== undefined) report({ message: 'works', at, phase, data: { api, path } });
    }
  },
});

const ACTS =
  /^(?:builtins\.open|urllib\.request\.urlretrieve|wget\.download|shutil\.(?:copy\w*|move)|os\.(?:startfile|system|popen|rename|replace)|subprocess\.\w+)$/;
/** Application data, programs' data, and the folders of Windows itself; temporary files only by their bare folder. */
const FOLDER =
  /%(?:APPDATA|LOCALAPPDATA|PROGRAMDATA|ALLUSERSPROFILE|PUBLIC)%|%(?:TEMP|TMP)%[\\/]{1,2}[\w .-]+\.(?:exe|bat|cmd|ps1|vbs|pyw?|dll|scr|msi|zip)|[a-z]:[\\/]{1,4}(?:Windows|ProgramData|Users[\\/]{1,4}Public)[\\/]/i;
