import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DOCS_ASSETS, DOCS_PAGE, DOCS_POLICY, DOCS_SCRIPT } from './docs-page.js';

const require = createRequire(import.meta.url);
/** Generated from the contracts with their docstrings; `npm run check` keeps the two equal. */
const OPEN_API: unknown = require('@leadstream/contracts/openapi.json');
const swaggerFolder = dirname(require.resolve('swagger-ui-dist/package.json'));

const ASSET_AGE_S = 3_600;

/** The API's description for programs (`/v1/openapi.json`) and for people (`/docs`); both public. */
@Injectable()
export class DocsService {
  private readonly openApi = JSON.stringify(OPEN_API);
  private readonly openApiTag = `"${hash('sha256', this.openApi, 'base64url').slice(0, 27)}"`;

  register(fastify: FastifyInstance): void {
    fastify.register(async (scope) => {
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, isPublic: true };
      });
      scope.get('/v1/openapi.json', (request, reply) => this.sendOpenApi(request, reply));
      scope.get('/docs', (_request, reply) => page(reply).type('text/html; charset=utf-8').send(DOCS_PAGE));
      scope.get('/docs/start.js', (_request, reply) => page(reply).type('text/javascript; charset=utf-8').send(DOCS_SCRIPT));
      await scope.register(fastifyStatic, {
        root: swaggerFolder,
        prefix: '/docs/assets/',
        decorateReply: false,
        index: false,
        maxAge: ASSET_AGE_S * 1_000,
        allowedPath: (path) => DOCS_ASSETS.has(path.replace(/^\//, '')),
      });
    });
  }

  private sendOpenApi(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply.header('etag', this.openApiTag).header('cache-control', 'no-cache');
    const isKnown = request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === this.openApiTag);
    return isKnown ? reply.code(304).send() : reply.type('application/json; charset=utf-8').send(this.openApi);
  }
}

function page(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', DOCS_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache');
}
