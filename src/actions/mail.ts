import { createTransport } from 'nodemailer';
import { InfrastructureError } from '../contracts/errors.ts';
import { MAIL_MS } from '../limits.ts';

export interface MailServer {
  /** `smtp://user:password@host:port` or `smtps://…`; from the environment, never logged. */
  url: string;
  from: string;
}

export interface Mail {
  to: string[];
  subject: string;
  text: string;
}

/** Sends one message as plain text. @throws InfrastructureError */
export async function sendMail({ url, from }: MailServer, mail: Mail): Promise<void> {
  const bounds = { connectionTimeout: MAIL_MS, greetingTimeout: MAIL_MS, socketTimeout: MAIL_MS };
  const transport = createTransport({ url, ...bounds, disableFileAccess: true, disableUrlAccess: true });
  try {
    await transport.sendMail({ from, ...mail });
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new InfrastructureError('network', `the mail was not taken (${reason})`, {
      retryable: true,
      cause,
    });
  } finally {
    transport.close();
  }
}
