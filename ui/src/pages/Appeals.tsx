import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, post } from '../api/client.ts';
import { Hostile } from '../components/Hostile.tsx';
import { useSay } from '../components/Toasts.tsx';

interface Appeal {
  id: number;
  sha256: string;
  filename: string;
  note: string;
  explanations: { reason: string; text: string }[];
  correctedSha256: string | null;
  createdAt: string;
  dueAt: string;
}

/** Beginnings of answers; what is specific is written by hand. */
const TEMPLATES: [label: string, outcome: 'granted' | 'declined', text: string][] = [
  [
    'Explained',
    'granted',
    'Thank you: with your explanation the file is released. We are sorry for the delay.',
  ],
  ['Corrected', 'granted', 'Thank you: the corrected file is released.'],
  [
    'Still hidden',
    'declined',
    'The code still runs something that a reader cannot see. Please publish it as source.',
  ],
  [
    'Not explained',
    'declined',
    'The explanation does not say why this has to run when it is installed or imported.',
  ],
];

export function Appeals() {
  const appeals = useQuery({
    queryKey: ['appeals'],
    queryFn: () => get<{ appeals: Appeal[] }>('/review/appeals'),
    refetchInterval: 60_000,
  });
  const rows = appeals.data?.appeals ?? [];
  return (
    <div className="page stack">
      <h1>
        Appeals <span className="quiet small">{rows.length} wait for an answer</span>
      </h1>
      {appeals.isError && <p role="alert">{appeals.error.message}</p>}
      {rows.map((row) => (
        <OneAppeal key={row.id} appeal={row} />
      ))}
      {appeals.data !== undefined && rows.length === 0 && (
        <p className="quiet">Nobody waits for an answer.</p>
      )}
    </div>
  );
}

function OneAppeal({ appeal }: { appeal: Appeal }) {
  const client = useQueryClient();
  const say = useSay();
  const [answer, setAnswer] = useState('');
  const send = useMutation({
    mutationFn: (outcome: 'granted' | 'declined') =>
      post(`/review/appeals/${appeal.id}/answer`, { outcome, answer }),
    onSuccess: () => say('Answered'),
    onError: (error) => say(error.message, { kind: 'error' }),
    onSettled: () => client.invalidateQueries(),
  });
  const late = Date.parse(appeal.dueAt) < Date.now();
  return (
    <article className="card stack">
      <div className="row spread wrap">
        <h2 className="break">
          <Link to="/distributions/$sha256" params={{ sha256: appeal.sha256 }}>
            <Hostile text={appeal.filename} />
          </Link>
        </h2>
        <span className={`badge ${late ? 'malicious' : 'plain'}`}>
          {late ? 'overdue since' : 'due'} {new Date(appeal.dueAt).toLocaleString()}
        </span>
      </div>
      {appeal.note !== '' && (
        <blockquote className="break">
          <Hostile text={appeal.note} />
        </blockquote>
      )}
      {appeal.explanations.map(({ reason, text }) => (
        <div key={reason}>
          <p className="quiet small">
            <Hostile text={reason} />
          </p>
          <p className="break">
            <Hostile text={text} />
          </p>
        </div>
      ))}
      {appeal.correctedSha256 !== null && (
        <p>
          A corrected file:{' '}
          <Link to="/distributions/$sha256" params={{ sha256: appeal.correctedSha256 }}>
            its evidence
          </Link>{' '}
          ·{' '}
          <Link to="/compare" search={{ left: appeal.sha256, right: appeal.correctedSha256 }}>
            compare
          </Link>
        </p>
      )}
      <div className="row wrap">
        {TEMPLATES.map(([label, , text]) => (
          <button key={label} type="button" onClick={() => setAnswer(text)}>
            {label}
          </button>
        ))}
      </div>
      <label>
        <span className="small quiet">Answer, as the author reads it</span>
        <textarea
          rows={3}
          maxLength={4000}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </label>
      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={answer.trim() === '' || send.isPending}
          onClick={() => send.mutate('granted')}
        >
          Grant and release
        </button>
        <button
          type="button"
          disabled={answer.trim() === '' || send.isPending}
          onClick={() => send.mutate('declined')}
        >
          Decline
        </button>
      </div>
    </article>
  );
}
