/** Where a vault is. */
import { InfrastructureError } from '../contracts/errors.ts';

export interface S3Address {
  bucket: string;
  /** Before every key: '' or `something/`. */
  prefix: string;
  /** Origin of the service, without the bucket. */
  endpoint: string;
  region: string;
  /** Folder for what has arrived and is not yet kept; null for one below the system's temporary folder. */
  spool: string | null;
}

/** What signs requests; from the environment, never from an address, which is shown and logged. */
export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…&spool=/folder`; null for what is a folder's path. Without an
 * endpoint it is Amazon's of the region.
 * @throws InfrastructureError `config-invalid`
 */
export function readS3Address(address: string): S3Address | null {
  if (!/^s3:/i.test(address)) return null;
  const parts =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.-]+(?:\/[\w.-]+)*)?\/?)?(?:\?(.*))?$/i.exec(address);
  if (parts === null || parts[2]?.split('/').includes('..'))
    throw wrong('a vault is s3://bucket/prefix?endpoint=…');
  const options = new URLSearchParams(parts[3] ?? '');
  const unknown = [...options.keys()].find((name) => !['endpoint', 'region', 'spool'].includes(name));
  if (unknown !== undefined) {
    throw wrong(
      `a vault's address has endpoint, region and spool, not ${unknown}; keys come from the environment`,
    );
  }
  const region = options.get('region') ?? 'us-east-1';
  if (!/^[a-z0-9-]{1,40}$/i.test(region)) throw wrong('the region of a vault is a name such as eu-central-1');
  const endpoint = options.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  return {
    bucket: parts[1]!,
    prefix: parts[2] === undefined ? '' : `${parts[2]}/`,
    endpoint: originOf(endpoint),
    region,
    spool: options.get('spool'),
  };
}

function originOf(endpoint: string): string {
  const url = URL.parse(endpoint);
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!plain || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw wrong('the endpoint of a vault is http(s)://host:port, with nothing else');
  }
  return url.origin;
}

/** @throws InfrastructureError `config-invalid` when there are none */
export function readS3Keys(env: Readonly<Record<string, string | undefined>>): S3Keys {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: token,
  } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw wrong('a vault in S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment');
  }
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
}

function wrong(what: string): InfrastructureError {
  return new InfrastructureError('config-invalid', what);
}
