import type { z } from 'zod';
import type { Producer } from './define-event.js';

/** How strictly the gateway limits a route; the numbers are the gateway's configuration. */
export const RATE_CLASSES = ['read', 'write', 'upload', 'public', 'form'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/**
 * One HTTP route. The service that owns it, the gateway that exposes it and the OpenAPI document all read this.
 * Schemas of `params` and `query` parse strings (use `z.coerce`); body schemas are strict objects.
 */
export interface RouteContract {
  /** Unique, camelCase, verb first: `createLead`. Becomes the OpenAPI operation id and the client's method. */
  readonly operation: string;
  readonly owner: Producer;
  /** `OPTIONS` for the preflight of a cross-origin route only. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** With `:name` parameters, starting with `/v1/`. */
  readonly path: `/v1/${string}`;
  readonly summary: string;
  /** Scope that the caller needs; `public` routes need none and authenticate in their own way; `internal` ones are not exposed by the gateway. */
  readonly scope: `${string}:read` | `${string}:write` | 'public' | 'internal';
  readonly rateClass: RateClass;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON body. */
  readonly body?: z.ZodType;
  /** The body may also come as `application/x-www-form-urlencoded`, its values then texts; either way it has this many bytes at most. */
  readonly form?: { readonly maxBytes: number };
  /** Pages of other origins may read every answer, refusals included; whom to serve is for the service to decide. Never with credentials. */
  readonly crossOrigin?: boolean;
  /** Media types other than JSON that the route takes as they are (`multipart/form-data`), with a sentence on the parts. */
  readonly rawBody?: {
    readonly mediaType: string;
    readonly description: string;
    readonly maxBytes: number;
    /** Names and shapes of the parts of a form, for the documentation. */
    readonly parts?: z.ZodObject;
  };
  /** `If-Match` is demanded (428 without it, 412 when stale); where it is optional, a stale one is 412 all the same: for what may make a record. */
  readonly ifMatch?: boolean | 'optional';
  /**
   * Status of success and the shape of its JSON body, or the media type of what is streamed; without either there is no content. With both the
   * caller chooses by `Accept`.
   */
  readonly success: { readonly status: 200 | 201 | 202 | 204; readonly body?: z.ZodType; readonly media?: string };
  /** `SERVICE.REASON` codes a caller should expect beside the general ones. */
  readonly errors?: readonly string[];
}

/** Keeps the literal types of the declaration. */
export function defineRoute<const R extends RouteContract>(route: R): R {
  return Object.freeze(route);
}
