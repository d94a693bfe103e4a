import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@leadstream/kernel';
import { z } from 'zod';
import { crmErrors } from '../crm.errors.js';
import type { PeerAccess } from './peer-access.js';
import type { PeerAnswer, PeerClient, PeerRequest } from './peer-client.js';
import { faultOf } from './peer-fault.rules.js';

export interface PeerCall {
  readonly method: PeerRequest['method'];
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Statuses beside 2xx whose answer is wanted. */
  readonly takes?: readonly number[];
}

export interface PeerSessionOptions {
  readonly client: PeerClient;
  readonly access: PeerAccess;
  readonly clock: Clock;
  /** Milliseconds to wait after this answer, as the peer's headers suggest. */
  gapMs(answer: PeerAnswer): number;
  /** What else than the status of an answer says that the peer wants to be left alone; throws. */
  demandAllowed(answer: PeerAnswer): void;
  /** Whether there is room for one more call, by the answer before it; throws. */
  demandRoom?(last: PeerAnswer): void;
}

/** Calls of one connection, one after the other at the pace that the peer allows; a token that no longer counts is renewed once. */
export class PeerSession {
  #mayAskAtMs = 0;
  #last: PeerAnswer | undefined;

  constructor(private readonly options: PeerSessionOptions) {}

  /** @throws DomainError of `crmErrors` */
  async call(call: PeerCall): Promise<PeerAnswer> {
    const first = await this.#send(call);
    const { access, clock } = this.options;
    const isStale = first.status === 401 && access.isRenewable;
    if (isStale) access.forget();
    const answer = isStale ? await this.#send(call) : first;
    this.options.demandAllowed(answer);
    if (call.takes?.includes(answer.status)) return answer;
    const fault = faultOf(answer.status, answer.headers['retry-after'], clock.now(), detailOf(answer.body));
    if (fault) throw fault;
    return answer;
  }

  /** `call`, whose answer is of a documented form. @throws DomainError `LEAD.CRM_PEER_UNREADABLE` too */
  async read<S extends z.ZodType>(schema: S, call: PeerCall): Promise<z.infer<S>> {
    return readAs(schema, (await this.call(call)).body);
  }

  /** Whom the access token speaks for, where the peer says so with it. @throws DomainError of `crmErrors` */
  async identityUrl(): Promise<string | undefined> {
    return (await this.options.access.token()).identityUrl;
  }

  /** Waits so long before the next call. */
  pause(gapMs: number): void {
    this.#mayAskAtMs = Math.max(this.#mayAskAtMs, performance.now() + gapMs);
  }

  async #send({ method, path, body }: PeerCall): Promise<PeerAnswer> {
    const { client, access } = this.options;
    if (this.#last) this.options.demandRoom?.(this.#last);
    const { accessToken, apiUrl } = await access.token();
    const waitMs = this.#mayAskAtMs - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const answer = await client.send({
      method,
      url: new URL(path, apiUrl),
      headers: { authorization: `Bearer ${accessToken}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    this.#last = answer;
    this.pause(this.options.gapMs(answer));
    return answer;
  }
}

export function readAs<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const path = read.error.issues[0]?.path.join('.') ?? '';
  throw crmErrors.CRM_PEER_UNREADABLE({ detail: `The answer has not the documented form at "${path}".` });
}

const refusal = z.union([
  z.object({ category: z.string() }).transform(({ category }) => category),
  z.array(z.object({ errorCode: z.string() })).transform((errors) => errors.map(({ errorCode }) => errorCode).join(', ')),
]);

/** The peer's own word for why it refused; its sentences may repeat personal data. */
function detailOf(body: unknown): string | undefined {
  const read = refusal.safeParse(body);
  return read.success ? `The peer says ${read.data}.` : undefined;
}
