/** The uploader's page: what was seen, what to change, and a way to contest it. No account, no script of others. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, get, post, sendFile } from '../api/client.ts';
import { Hostile } from '../components/Hostile.tsx';

interface Case {
  reference: string;
  filename: string;
  receivedAt: string;
  disposition: 'released' | 'held' | 'refused' | null;
  reasons: { what: string; why: string; change: string; where: string }[];
  appeals: {
    id: number;
    note: string;
    explanations: { reason: string; text: string }[];
    correctedSha256: string | null;
    createdAt: string;
    dueAt: string;
    outcome: 'granted' | 'declined' | null;
    answer: string | null;
  }[];
  mayAppeal: boolean;
  answerMs: number;
}

const OUTCOMES = {
  released: ['Released', 'Nothing stands in the way of your file.'],
  held: ['Held', 'A person looks at it before it is published.'],
  refused: ['Refused', 'It is not published.'],
} as const;

export function CasePage() {
  const { reference } = useParams({ from: '/case/$reference' });
  const found = useQuery({
    queryKey: ['case', reference],
    queryFn: () => get<Case>(`/cases/${encodeURIComponent(reference)}`),
    refetchInterval: 60_000,
  });
  return (
    <div className="page author">
      <main className="stack">
        <p className="row brand">
          <img src="/icon.svg" alt="" width="28" height="28" /> <strong>Lazaret</strong>
          <span className="quiet">screens what is uploaded here</span>
        </p>
        {found.isPending && <p className="quiet">Looking …</p>}
        {found.isError && (
          <h1>
            {found.error instanceof ApiError && found.error.status < 500
              ? 'There is no such reference.'
              : found.error.message}
          </h1>
        )}
        {found.data !== undefined && <Told found={found.data} />}
      </main>
    </div>
  );
}

function Told({ found }: { found: Case }) {
  const { filename, disposition, reasons, appeals, mayAppeal, reference } = found;
  const [title, meaning] =
    disposition === null ? ['Being screened', 'This takes some minutes at most.'] : OUTCOMES[disposition];
  return (
    <>
      <header className={`outcome ${disposition ?? 'screening'}`}>
        <h1>{title}</h1>
        <p>
          <strong className="break">
            <Hostile text={filename} />
          </strong>
          , received {new Date(found.receivedAt).toLocaleString()}. {meaning}
        </p>
        <p className="small quiet break">Reference {reference}</p>
      </header>
      {reasons.length > 0 && (
        <section className="stack">
          <h2>What was seen, and what you can change</h2>
          {reasons.map((reason) => (
            <article key={`${reason.what} ${reason.where}`} className="card stack">
              <h3>
                <Hostile text={reason.what} />
              </h3>
              {reason.where !== '' && (
                <p className="mono small">
                  <Hostile text={reason.where} />
                </p>
              )}
              {reason.why !== '' && (
                <p>
                  <Hostile text={reason.why} />
                </p>
              )}
              {reason.change !== '' && (
                <p>
                  <strong>Change:</strong> <Hostile text={reason.change} />
                </p>
              )}
            </article>
          ))}
        </section>
      )}
      {appeals.map((appeal) => (
        <section key={appeal.id} className="card stack">
          <h2>Your appeal of {new Date(appeal.createdAt).toLocaleDateString()}</h2>
          {appeal.note !== '' && <p className="break">{appeal.note}</p>}
          {appeal.outcome === null ? (
            <p>
              An answer is due by <strong>{new Date(appeal.dueAt).toLocaleString()}</strong>, from another
              reviewer than the one who decided.
            </p>
          ) : (
            <p className="break">
              <strong>{appeal.outcome === 'granted' ? 'Granted.' : 'Declined.'}</strong> {appeal.answer}
            </p>
          )}
        </section>
      ))}
      {mayAppeal && <Contest found={found} />}
    </>
  );
}

function Contest({ found }: { found: Case }) {
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [texts, setTexts] = useState<Record<number, string>>({});
  const [file, setFile] = useState<File | null>(null);
  const path = `/cases/${encodeURIComponent(found.reference)}`;
  const send = useMutation({
    mutationFn: () => {
      if (file !== null) return sendFile(`${path}/file`, file);
      const explanations = found.reasons.flatMap(({ what }, index) => {
        const text = texts[index]?.trim() ?? '';
        return text === '' ? [] : [{ reason: what, text }];
      });
      return post(`${path}/appeals`, { note, explanations });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['case'] }),
  });
  const hours = Math.round(found.answerMs / 3_600_000);
  const isEmpty =
    file === null && note.trim() === '' && Object.values(texts).every((text) => text.trim() === '');
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <h2>Is this a mistake?</h2>
      <p>
        Explain it, or send a corrected file. Another reviewer than the one who decided answers within {hours}{' '}
        hours.
      </p>
      {found.reasons.map(({ what, where }, index) => (
        <label key={`${what} ${where}`} className="stack">
          <span>
            <Hostile text={what} />
          </span>
          <textarea
            rows={2}
            maxLength={4000}
            placeholder="What this is for"
            value={texts[index] ?? ''}
            onChange={(event) => setTexts({ ...texts, [index]: event.target.value })}
          />
        </label>
      ))}
      <label className="stack">
        <span>Anything else</span>
        <textarea rows={3} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <label className="stack">
        <span>Or a corrected file</span>
        <input type="file" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      </label>
      {send.isError && <p role="alert">{send.error.message}</p>}
      <div className="row">
        <button type="submit" className="primary" disabled={isEmpty || send.isPending}>
          {send.isPending ? 'Sending …' : 'Appeal'}
        </button>
      </div>
    </form>
  );
}
