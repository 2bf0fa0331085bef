/** The name by which a project is known: without case, separators and the words that say it is for Python. */
export function projectName(name: string): string {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[-_.]+/g, '');
}
