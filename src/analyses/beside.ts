/** Which files of a distribution only its developers run, by where they lie. */

const FOLDER =
  /^(?:tests?|testing|(?:unit|integration|functional)_?tests?|e2e|examples?|samples?|demos?|docs?|documentation|tutorials?|notebooks?|benchmarks?|fuzz(?:ing)?|ci|\.[^/]+)$/i;
const FILE = /^(?:test_.*|.*_tests?|conftest|noxfile|tasks|fabfile|dodo|toxfile|runtests?|run_tests?)$/i;

/** Tests, examples, documentation, benchmarks and task runners. `path` is relative to the distribution's root. */
export function liesBeside(path: string): boolean {
  const folders = path.split('/');
  const stem = folders.pop()!.replace(/\.\w+$/, '');
  return folders.some((folder) => FOLDER.test(folder)) || (folders.length === 0 && FILE.test(stem));
}

/**
 * Whether Python reads the .pth file at `path` when it starts: not in a nested archive, and not among tests when no
 * text that installs the distribution speaks of such files.
 */
export function isStartFile(path: string, root: string, installers: readonly string[]): boolean {
  if (path.includes('!/')) return false;
  return !liesBeside(path.slice(root.length)) || installers.some((text) => text.includes('pth'));
}
