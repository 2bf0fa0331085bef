import { useEffect, useRef } from 'react';
import { Key } from '../components/marks.tsx';

const KEYS: [keys: string[], what: string][] = [
  [['j', 'k'], 'next and previous in the queue'],
  [['Enter', 'o'], 'open the evidence'],
  [['c'], 'confirm as malicious'],
  [['d'], 'dismiss'],
  [['e'], 'escalate'],
  [['u'], 'take the last decision back'],
  [['x'], 'mark a row, to decide several at once'],
  [['/'], 'filter'],
  [['1', '8'], 'tabs of the evidence'],
  [['Esc'], 'back to the queue'],
];

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-label="Keys" onClose={onClose}>
      <div className="stack">
        <h2>Keys</h2>
        <table>
          <tbody>
            {KEYS.map(([keys, what]) => (
              <tr key={what}>
                <td>
                  {keys.map((key) => (
                    <span key={key}>
                      <Key>{key}</Key>{' '}
                    </span>
                  ))}
                </td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
