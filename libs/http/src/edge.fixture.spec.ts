import { expect } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { httpConfig } from './config.js';
import { CONTEXT_HEADER, type ContextClaims, ContextToken } from './context/context-token.js';
import { type HttpServiceOptions, type RunningService, startHttpService } from './server/start-http-service.js';

export const SECRET = 'a-secret-of-at-least-thirty-two-characters';
export const TENANT = '01900000-0000-7000-8000-000000000001';
export const token = new ContextToken({ secret: SECRET, audience: 'lead' });

export const member: Required<Pick<ContextClaims, 'tenantId' | 'actor' | 'scopes' | 'requestId'>> = {
  tenantId: TENANT,
  actor: { kind: 'member', id: 'member-1' },
  scopes: ['leads:read', 'leads:write'],
  requestId: 'request-1',
};

type Overrides = Partial<Omit<HttpServiceOptions, 'config'>> & { readonly env?: Readonly<Record<string, string>> };

/** Starts a module as the service `lead` on free ports. */
export function start(module: Type, { env, ...options }: Overrides = {}): Promise<RunningService> {
  return startHttpService(module, { service: 'lead', config: httpConfig.parse({ CONTEXT_SECRET: SECRET, ...env }), ...options });
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  /** `null` = nobody. */
  readonly as?: Partial<ContextClaims> | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls a service the way the gateway does, as a member with all scopes unless told otherwise. */
export async function call(
  service: RunningService,
  path: string,
  { method = 'GET', headers, body, as = {} }: Call = {},
): Promise<Answered> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: {
      ...(as && { [CONTEXT_HEADER]: token.sign({ ...member, ...as }) }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

/** The problem document that a refused call must answer with. */
export function problem(status: number, code: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    status,
    body: { type: `urn:leadstream:problem:${code}`, title: expect.any(String), status, code, requestId: 'request-1', ...more },
  };
}
