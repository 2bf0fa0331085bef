import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { postWebhook, signedHeaders } from '../../../src/actions/webhook.ts';

describe('webhooks', () => {
  it("are signed as the specification's own example is", () => {
    const post = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
    assert.deepEqual(signedHeaders(post, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), {
      'content-type': 'application/json',
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('do not follow redirects, so that a message goes nowhere the operator did not name', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const post = { id: 'msg_1', timestamp: 0, body: '{}' };
      await assert.rejects(postWebhook(`http://127.0.0.1:${port}/hook`, post, 's'), {
        code: 'http-status',
        message: 'the receiver answered 307',
        retryable: true,
      });
      assert.deepEqual(asked, ['/hook']);
    } finally {
      server.close();
    }
  });
});
