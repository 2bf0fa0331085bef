/** The API's own description (OpenAPI 3.1), made from the schemas that check what comes in. */
import type { SwaggerTransform } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import * as shape from './schemas.ts';

/** What the description says besides its routes. @param prefix where they are mounted */
export function describe(version: string, prefix: string) {
  return {
    openapi: '3.1.0' as const,
    info: {
      title: 'Lazaret',
      version,
      description: `Screens distributions. Mounted at ${prefix}. Errors are problem documents (RFC 9457).`,
    },
    components: {
      securitySchemes: {
        token: { type: 'http' as const, scheme: 'bearer' },
        session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'lazaret' },
      },
    },
  };
}

const PROBLEM = {
  description: 'What is wrong, in `detail` (RFC 9457)',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const FORM_FIELDS = { type: 'string', maxLength: 255 };

/** The three ways in which a file arrives, which no single schema says. */
const UPLOAD = {
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'string', contentMediaType: 'application/octet-stream' },
          filename: FORM_FIELDS,
          sha256: { type: 'string', pattern: '^[0-9a-fA-F]{64}$' },
          project: FORM_FIELDS,
          version: FORM_FIELDS,
        },
      },
    },
    'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } },
    'application/json': { schema: plain(shape.submitUrl) },
  },
};

function plain(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/** Adds to each route what is the same for all: problems, and who may use it. */
export const transform: SwaggerTransform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  if (schema === undefined) return { schema, url };
  const access = route.route.config?.access;
  const response = { ...(schema.response as object | undefined), default: PROBLEM };
  const security = access === 'public' ? [] : [{ token: [] }, { session: [] }];
  const uploads = route.route.method === 'POST' && url.endsWith('/submissions');
  const said = { ...schema, response, security, 'x-access': access };
  return { schema: uploads ? { ...said, body: UPLOAD } : said, url };
};
