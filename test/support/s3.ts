/**
 * An S3 service for tests: moto's, which keeps everything in memory. It verifies keys and signatures as told to, parts,
 * tags and ranges; it knows no consistency, throttling or late errors, and takes any length of a part.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsClient } from 'aws4fetch';
import type { S3Keys } from '../../src/vault/address.ts';
import { startToolServer } from './python-tools.ts';

export interface S3Server {
  /** `http://127.0.0.1:port` */
  endpoint: string;
  bucket: string;
  keys: S3Keys;
  /** As the keys' owner, past the vault: the object, or null. */
  get(key: string): Promise<Buffer | null>;
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keys of all objects, in order. */
  list(): Promise<string[]>;
  /** Uploads in parts that were begun and are not ended. */
  uploads(): Promise<number>;
  close(): Promise<void>;
}

const BUCKET = 'samples';

export async function startS3(): Promise<S3Server> {
  const home = await mkdtemp(path.join(tmpdir(), 'lazaret-s3-'));
  const server = await startToolServer('moto_server', home, (port) => ['-H', '127.0.0.1', '-p', `${port}`]);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const close = async (): Promise<void> => {
    await server.close();
    await rm(home, { recursive: true });
  };
  try {
    const keys = await createOwner(endpoint);
    const client = new AwsClient({ ...keys, service: 's3', region: 'us-east-1', retries: 0 });
    const send = async (path_: string, init?: RequestInit) =>
      client.fetch(`${endpoint}/${BUCKET}${path_}`, init);
    await demand(await send('', { method: 'PUT' }));
    // From here on nothing is done without a right signature.
    await demand(await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' }));
    const found = async (query: string, name: string): Promise<string[]> => {
      const text = await (await demand(await send(query))).text();
      return [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value!);
    };
    return {
      endpoint,
      bucket: BUCKET,
      keys,
      get: async (key) => {
        const answer = await send(`/${key}`);
        return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
      },
      put: async (key, body) => void (await demand(await send(`/${key}`, { method: 'PUT', body }))),
      list: () => found('?list-type=2', 'Key'),
      uploads: async () => (await found('?uploads=', 'UploadId')).length,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A user who may do everything, through the service's own interface. */
async function createOwner(endpoint: string): Promise<S3Keys> {
  const setup = { accessKeyId: 'setup', secretAccessKey: 'setup', service: 'iam', region: 'us-east-1' };
  const client = new AwsClient(setup);
  const act = async (parameters: Record<string, string>): Promise<string> => {
    const body = new URLSearchParams({ ...parameters, Version: '2010-05-08' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await demand(await client.fetch(`${endpoint}/`, { method: 'POST', headers, body }))).text();
  };
  await act({ Action: 'CreateUser', UserName: 'owner' });
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await act({ Action: 'PutUserPolicy', UserName: 'owner', PolicyName: 'all', PolicyDocument });
  const made = await act({ Action: 'CreateAccessKey', UserName: 'owner' });
  const value = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(made)![1]!;
  return { accessKeyId: value('AccessKeyId'), secretAccessKey: value('SecretAccessKey') };
}

async function demand(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer;
}
