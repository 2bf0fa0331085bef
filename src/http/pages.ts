/** The two pages behind links that work once: plain forms, without script. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Service } from '../service/service.ts';
import { HTTP_NAME_CHARS, PASSWORD_CHARS } from '../service-limits.ts';
import { choosePassword, setUp } from './accounts.ts';
import { type AuthenticationOptions, addAuthentication } from './authentication.ts';
import { Problem } from './problem.ts';

type Purpose = 'setup' | 'password';

const TITLES: Record<Purpose, string> = {
  setup: 'Set up Lazaret: the first administrator',
  password: 'Choose a password',
};

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}
label{display:block;margin:1rem 0}input{display:block;width:100%;padding:.5rem;font:inherit;box-sizing:border-box}
button{padding:.5rem 1.5rem;font:inherit}[role=alert]{color:#b00020}`;

const form = z.object({
  token: z.string().min(1).max(512),
  name: z.string().max(HTTP_NAME_CHARS).default(''),
  password: z.string().max(2 * PASSWORD_CHARS.most),
  again: z.string().max(2 * PASSWORD_CHARS.most),
});

/** Address of one of the pages. @param base where the service is reached, with a slash at the end */
export function linkTo(base: string, purpose: Purpose, secret: string): string {
  return `${base}${purpose}?token=${secret}`;
}

export function pagesPart(service: Service, options: AuthenticationOptions): FastifyPluginAsync {
  return async (app) => {
    await addAuthentication(app, service.database.db, options);
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: unknown, body: string | Buffer) =>
        Object.fromEntries(new URLSearchParams(String(body))),
    );
    app.get('/style.css', { config: { access: 'public' } }, async (_request, reply) =>
      reply.type('text/css').header('cache-control', 'max-age=3600').send(STYLE),
    );
    for (const purpose of ['setup', 'password'] as const) addPage(app, service, purpose);
  };
}

function addPage(app: FastifyInstance, { database }: Service, purpose: Purpose): void {
  app.get(`/${purpose}`, { config: { access: 'public' } }, async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    return show(reply, 200, purpose, { token: typeof token === 'string' ? token : '' });
  });
  app.post(`/${purpose}`, { config: { access: 'public' } }, async (request, reply) => {
    await app.countAttempt(request);
    const sent = form.safeParse(request.body);
    if (!sent.success) return show(reply, 400, purpose, { token: '', alert: 'The form is not complete.' });
    const { token, name, password, again } = sent.data;
    if (password !== again) return show(reply, 400, purpose, { token, alert: 'The passwords differ.' });
    try {
      if (purpose === 'setup') await setUp(database, { secret: token, name, password });
      else await choosePassword(database, { secret: token, password });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return show(reply, error.status, purpose, { token, alert: error.message });
    }
    return page(reply, 200, 'Done', '<p>The password is set. You can sign in now.</p>');
  });
}

function show(
  reply: FastifyReply,
  status: number,
  purpose: Purpose,
  { token, alert }: { token: string; alert?: string },
) {
  const { least, most } = PASSWORD_CHARS;
  const password = `type="password" minlength="${least}" maxlength="${most}" autocomplete="new-password" required`;
  const name = '<label>Name <input name="name" autocomplete="username" maxlength="64" required></label>';
  const content = `${alert === undefined ? '' : `<p role="alert">${escaped(alert)}</p>`}
<form method="post" action="/${purpose}">
<input type="hidden" name="token" value="${escaped(token)}">
${purpose === 'setup' ? name : ''}
<label>Password, at least ${least} characters <input name="password" ${password}></label>
<label>The same again <input name="again" ${password}></label>
<button>Save</button>
</form>`;
  return page(reply, status, TITLES[purpose], content);
}

interface Told {
  text: string;
  link: { to: string; text: string };
}

/** @param content markup, or what is to be told in plain text */
export function page(
  reply: FastifyReply,
  status: number,
  title: string,
  content: string | Told,
): FastifyReply {
  const body = typeof content === 'string' ? content : toldAs(content);
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
  reply.header('cache-control', 'no-store');
  // With `no-referrer` browsers send a form with `Origin: null`, which is what a stranger's page would send.
  reply.header('referrer-policy', 'same-origin');
  return reply.code(status).type('text/html').send(html);
}

function toldAs({ text, link }: Told): string {
  return `<p>${escaped(text)}</p><p><a href="${escaped(link.to)}">${escaped(link.text)}</a></p>`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (char) => entities[char]!);
}
