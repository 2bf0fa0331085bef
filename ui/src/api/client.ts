/** Requests to the service: JSON in and out, errors as what the service says of them. */

/** An answer that is an error: RFC 9457. */
export class ApiError extends Error {
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

/** Proof that a change was asked for by this page; set when the session is known. */
let csrf: string | null = null;

export function setCsrf(token: string | null): void {
  csrf = token;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrf !== null) headers['x-csrf-token'] = csrf;
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    // What is let go of is so when the page is left, too.
    keepalive: method === 'DELETE',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return json as T;
  const { title, detail } = (json ?? {}) as { title?: string; detail?: string };
  throw new ApiError(response.status, title ?? response.statusText, detail ?? 'The service did not answer.');
}

/** Sends one file as a form. */
export async function sendFile(path: string, file: File): Promise<void> {
  const form = new FormData();
  form.append('file', file, file.name);
  const headers: Record<string, string> = csrf === null ? {} : { 'x-csrf-token': csrf };
  const response = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: form });
  if (response.ok) return;
  const { title, detail } = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new ApiError(response.status, title ?? response.statusText, detail ?? 'The file was not taken.');
}

export const get = <T>(path: string): Promise<T> => call('GET', path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => call('POST', path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => call('PUT', path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => call('PATCH', path, body);
export const remove = <T>(path: string): Promise<T> => call('DELETE', path);
