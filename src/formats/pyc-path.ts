/** `a/__pycache__/b.cpython-311.opt-1.pyc` and `a/b.pyc` both come from `a/b.py` (PEP 3147). */
export function sourcePath(path: string): string {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash + 1);
  const name = path.slice(slash + 1);
  if (!folder.endsWith('__pycache__/')) return `${folder}${name.replace(/\.py[co]$/, '')}.py`;
  return `${folder.slice(0, -'__pycache__/'.length)}${name.split('.', 1)[0]}.py`;
}
