import type { Readable } from 'node:stream';
import type { z } from 'zod';

/** The part of a route contract that the edge acts on; `RouteContract` of @leadstream/contracts fits. */
export interface RouteBinding {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly path: string;
  /** Scope the caller must hold; `public` needs no caller, `internal` any caller with a signed context. */
  readonly scope: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body may be URL-encoded instead of JSON; either way it has this many bytes at most. */
  readonly form?: { readonly maxBytes: number };
  /** Every answer may be read by pages of other origins. */
  readonly crossOrigin?: boolean;
  /** The route takes bytes: no JSON parsing, `@RawBody()` or a multipart reader instead. */
  readonly rawBody?: { readonly mediaType: string; readonly maxBytes: number };
  readonly ifMatch?: boolean | 'optional';
  readonly success: { readonly status: number; readonly body?: z.ZodType; readonly media?: string };
}

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What `@Input()` hands to the handler of a route: everything parsed by the contract's schemas. */
export interface InputOf<R extends RouteBinding> {
  readonly params: OutputOf<R['params']>;
  readonly query: OutputOf<R['query']>;
  readonly body: OutputOf<R['body']>;
  /** Version from `If-Match`; where it is optional, undefined without one. */
  readonly ifMatch: R['ifMatch'] extends true ? number : R['ifMatch'] extends 'optional' ? number | undefined : undefined;
}

/** Parsed input of any route. */
export type RouteInput = { readonly [K in keyof InputOf<RouteBinding>]: unknown };

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

type JsonOf<S> = S extends { readonly body: infer B extends z.ZodType } ? DeepReadonly<z.input<B>> : never;
type MediaOf<S> = S extends { readonly media: string } ? Readable | string : never;
type HasContent = { readonly body: z.ZodType } | { readonly media: string };

/**
 * Body that a handler of the route returns, or what its media type is sent as, a stream or a text; where a contract has both, whichever the
 * caller asked for. Fields beyond the contract are sent too.
 */
export type SuccessOf<R extends RouteBinding> = R['success'] extends HasContent
  ? JsonOf<R['success']> | MediaOf<R['success']>
  : undefined | void;
