import { currentContext } from '@leadstream/kernel';
import { Controller, Get, Headers, Module } from '@nestjs/common';
import { z } from 'zod';
import { ClientIp, RawBody, RequestId } from '../context/edge.decorators.js';
import { created, reply } from '../route/answer.js';
import { Input, Public, Route } from '../route/route.decorator.js';
import type { InputOf } from '../route/route-binding.js';

const lead = z.object({ id: z.string(), name: z.string() });
export const createLead = {
  operation: 'createLead',
  method: 'POST',
  path: '/v1/leads',
  scope: 'leads:write',
  body: z.strictObject({ name: z.string().trim() }),
  success: { status: 201, body: lead },
} as const;
const patchLead = {
  ...createLead,
  operation: 'patchLead',
  method: 'PATCH',
  path: '/v1/leads/:id',
  params: z.strictObject({ id: z.string() }),
  ifMatch: true,
  success: { status: 200, body: lead },
} as const;
const listLeads = {
  operation: 'listLeads',
  method: 'GET',
  path: '/v1/leads',
  scope: 'leads:read',
  query: z.strictObject({ limit: z.coerce.number().int().default(50), 'createdAt.gte': z.string().optional() }),
  success: { status: 200, body: z.array(z.unknown()) },
} as const;
const deleteLead = {
  operation: 'deleteLead',
  method: 'DELETE',
  path: '/v1/leads/:id',
  scope: 'leads:write',
  success: { status: 204 },
} as const;
const readState = {
  operation: 'readState',
  method: 'GET',
  path: '/v1/state',
  scope: 'internal',
  success: { status: 200, body: z.unknown() },
} as const;
const hook = {
  operation: 'hook',
  method: 'POST',
  path: '/v1/hooks',
  scope: 'public',
  rawBody: { mediaType: 'application/json', maxBytes: 100 },
  success: { status: 200, body: z.unknown() },
} as const;

const form = {
  operation: 'form',
  method: 'POST',
  path: '/v1/form',
  scope: 'public',
  body: z.record(z.string(), z.unknown()),
  form: { maxBytes: 200 },
  crossOrigin: true,
  success: { status: 200, body: z.unknown() },
} as const;
const preflight = {
  operation: 'preflight',
  method: 'OPTIONS',
  path: '/v1/form',
  scope: 'public',
  crossOrigin: true,
  success: { status: 204 },
} as const;

const page = {
  operation: 'page',
  method: 'GET',
  path: '/v1/page',
  scope: 'public',
  success: { status: 200, body: z.object({ isThere: z.boolean() }), media: 'text/html' },
} as const;

/** What a write does that finds the key used. */
function replayUsed(): void {
  const { idempotency } = currentContext() ?? {};
  if (idempotency?.key === 'used') idempotency.replayed = true;
}

@Controller()
class LeadController {
  @Route(createLead)
  async create(@Input() { body }: InputOf<typeof createLead>) {
    replayUsed();
    return created('/v1/leads/1', 7, { id: '1', name: body.name, undeclared: currentContext() });
  }

  @Route(patchLead)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchLead>) {
    return reply({ id: params.id, name: `${body.name} v${ifMatch}` }, { version: ifMatch + 1, headers: { 'x-more': 'yes' } });
  }

  @Route(listLeads)
  list(@Input() { query }: InputOf<typeof listLeads>) {
    return [query];
  }

  @Route(deleteLead)
  async remove() {
    replayUsed();
  }

  @Route(readState)
  async state() {
    return { actor: currentContext()?.actor };
  }

  @Route(hook)
  async hook(@RawBody() bytes: Buffer, @RequestId() requestId: string, @ClientIp() clientIp: string) {
    return { text: bytes.toString('latin1'), requestId, clientIp, hasContext: currentContext() !== undefined };
  }

  @Route(form)
  form(@Input() { body }: InputOf<typeof form>) {
    return body;
  }

  @Route(preflight)
  async preflight() {}

  @Route(page)
  page(@Headers('accept') accept: string) {
    if (accept === 'text/html') return reply('<p>Gone</p>', { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
    return reply({ isThere: false }, {});
  }

  @Public()
  @Get('/v1/ping')
  ping() {
    return 'pong';
  }

  @Get('/v1/bare')
  bare() {
    return { tenantId: currentContext()?.tenantId };
  }
}

@Module({ controllers: [LeadController] })
export class LeadModule {}

export const leadRoutes = [createLead, patchLead, listLeads, deleteLead, readState, hook, form, preflight, page];
