/** An answer that is not what was asked for: RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly extra: Record<string, unknown>;
  readonly headers: Record<string, string>;

  /**
   * @param detail one plain sentence for the person who asked
   * @param extra further members of the document
   * @param headers of the answer
   */
  constructor(
    status: number,
    title: string,
    detail: string,
    extra: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail);
    this.status = status;
    this.title = title;
    this.extra = extra;
    this.headers = headers;
  }

  document(): Record<string, unknown> {
    return {
      type: 'about:blank',
      title: this.title,
      status: this.status,
      detail: this.message,
      ...this.extra,
    };
  }
}

export function notFound(what: string): Problem {
  return new Problem(404, 'Not Found', `There is no such ${what}.`);
}

export function badRequest(detail: string): Problem {
  return new Problem(400, 'Bad Request', detail);
}

export function conflict(detail: string): Problem {
  return new Problem(409, 'Conflict', detail);
}

export function tooLarge(maxBytes: number): Problem {
  return new Problem(413, 'Content Too Large', `It has more than ${maxBytes} bytes.`, { maxBytes });
}

export function unprocessable(detail: string, extra: Record<string, unknown> = {}): Problem {
  return new Problem(422, 'Unprocessable Content', detail, extra);
}

/** @param seconds after which it is worth trying again */
export function tooMany(detail: string, seconds: number): Problem {
  return new Problem(429, 'Too Many Requests', detail, {}, { 'retry-after': String(Math.max(1, seconds)) });
}

/** @param seconds after which it is worth trying again */
export function busy(detail: string, seconds: number): Problem {
  return new Problem(503, 'Service Unavailable', detail, {}, { 'retry-after': String(seconds) });
}
