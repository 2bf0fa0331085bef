import type { FlowFact } from '../../contracts/fact.ts';

/** What kind of platform it is, not which machine: chosen for downloads, shown in user agents. */
const PLATFORM =
  /^(?:platform\.(?:machine|system|architecture|release|version|processor|platform|win32_ver|mac_ver|libc_ver|freedesktop_os_release)|os\.cpu_count|multiprocessing\.cpu_count|psutil\.(?:cpu_count|virtual_memory|cpu_freq)|distro\.\w+|locale\.\w+|time\.tzname|sys\.getwindowsversion|screeninfo\.get_monitors)$/;
/** Folders: parts of paths everywhere. */
const FOLDER =
  /^(?:os\.getcwdb?|pathlib\.Path\.(?:cwd|home)|sys\.(?:prefix|executable)|site\.getusersitepackages|os\.(?:geteuid|getuid|getgid))$/;

/** True when the source tells one machine or person from others. */
export function identifies({ source }: FlowFact): boolean {
  return !PLATFORM.test(source.name) && !FOLDER.test(source.name);
}
