import { useEffect } from 'react';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Single keys for the whole page, but not while somebody types or a dialog is open. */
export function useKeys(keys: KeyMap): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest('input, textarea, select, dialog, [contenteditable]')) return;
      const run = keys[event.key];
      if (run === undefined) return;
      event.preventDefault();
      run(event);
    };
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  }, [keys]);
}
