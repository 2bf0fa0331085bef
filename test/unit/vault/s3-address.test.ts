import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AwsV4Signer } from 'aws4fetch';
import { readS3Address, readS3Keys } from '../../../src/vault/address.ts';

describe('the address of a vault', () => {
  for (const folder of ['/var/lib/vault', 'vault', './s3', 'C:\\vault']) {
    it(`is a folder's: ${folder}`, () => assert.equal(readS3Address(folder), null));
  }

  it('names everything but keys', () => {
    assert.deepEqual(
      readS3Address(
        's3://my-bucket/some/prefix/?endpoint=https://s3.example:9000&region=eu-west-1&spool=/var/spool/x',
      ),
      {
        bucket: 'my-bucket',
        prefix: 'some/prefix/',
        endpoint: 'https://s3.example:9000',
        region: 'eu-west-1',
        spool: '/var/spool/x',
      },
    );
    assert.deepEqual(readS3Address('s3://my-bucket?region=eu-west-1'), {
      bucket: 'my-bucket',
      prefix: '',
      endpoint: 'https://s3.eu-west-1.amazonaws.com',
      region: 'eu-west-1',
      spool: null,
    });
  });

  for (const [address, message] of [
    ['s3://', /is s3:\/\/bucket/],
    ['s3:bucket', /is s3:\/\/bucket/],
    ['s3://a/../b', /is s3:\/\/bucket/],
    ['s3://bucket/a?key=x', /endpoint, region and spool, not key/],
    ['s3://bucket/a?secretAccessKey=x', /keys come from the environment/],
    ['s3://bucket?endpoint=ftp://x', /endpoint of a vault is/],
    ['s3://bucket?endpoint=https://u:p@x', /endpoint of a vault is/],
    ['s3://bucket?endpoint=https://x/path', /endpoint of a vault is/],
    ['s3://bucket?region=a/b', /region of a vault is/],
  ] as const) {
    it(`is not ${address}`, () => {
      assert.throws(() => readS3Address(address), { code: 'config-invalid', message });
    });
  }

  it('takes keys from the environment', () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    assert.deepEqual(readS3Keys(env), { accessKeyId: 'a', secretAccessKey: 'b' });
    assert.equal(readS3Keys({ ...env, AWS_SESSION_TOKEN: 'c' }).sessionToken, 'c');
    assert.throws(() => readS3Keys({ AWS_ACCESS_KEY_ID: 'a' }), { code: 'config-invalid' });
  });
});

/** "Signature Calculations for the Authorization Header", Amazon S3 API Reference: its four examples. */
describe('signatures, as published', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const cases: [string, string, string, Record<string, string>, string][] = [
    [
      'GET of a part',
      'GET',
      '/test.txt',
      { range: 'bytes=0-9', 'x-amz-content-sha256': empty },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT of an object',
      'PUT',
      '/test%24file.text',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET of a setting',
      'GET',
      '/?lifecycle',
      { 'x-amz-content-sha256': empty },
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'GET of a list',
      'GET',
      '/?max-keys=2&prefix=J',
      { 'x-amz-content-sha256': empty },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ];
  for (const [name, method, place, headers, expected] of cases) {
    it(`are made for ${name}`, async () => {
      const signer = new AwsV4Signer({
        method,
        url: `https://examplebucket.s3.amazonaws.com${place}`,
        headers,
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        service: 's3',
        region: 'us-east-1',
        datetime: '20130524T000000Z',
        allHeaders: true,
      });
      assert.equal(await signer.signature(), expected);
    });
  }
});
