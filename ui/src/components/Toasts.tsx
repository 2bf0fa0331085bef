import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'error';
  action: { label: string; run: () => void } | null;
}

type Say = (text: string, options?: { kind?: Toast['kind']; action?: Toast['action'] }) => void;

const Saying = createContext<Say>(() => {});

/** Tells the person something in passing; an action stays for as long as the message does. */
export const useSay = (): Say => useContext(Saying);

const SHOWN_MS = 8000;

export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say: Say = useCallback(
    (text, { kind = 'done', action = null } = {}) => {
      const id = Date.now() + Math.random();
      setToasts((all) => [...all.slice(-3), { id, text, kind, action }]);
      setTimeout(() => drop(id), SHOWN_MS);
    },
    [drop],
  );
  const shown = useMemo(() => toasts, [toasts]);
  return (
    <Saying.Provider value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {shown.map(({ id, text, kind, action }) => (
          <div key={id} className={`toast ${kind}`}>
            {text}
            {action !== null && (
              <button
                type="button"
                onClick={() => {
                  action.run();
                  drop(id);
                }}
              >
                {action.label}
              </button>
            )}
          </div>
        ))}
      </div>
    </Saying.Provider>
  );
}
