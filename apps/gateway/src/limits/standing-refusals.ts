import { Injectable } from '@nestjs/common';
import { type AnswerAtOnce, problemOf } from '@leadstream/http';
import { type DomainError, uuidV7 } from '@leadstream/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthenticationService } from '../authentication/authentication.service.js';
import { LimitsService } from './limits.service.js';
import { type Allowance, allowanceHeader, secondsToReset } from './rate-limit.rules.js';

/** As Fastify completes the type of everybody's refusal. */
const CONTENT_TYPE = 'application/problem+json; charset=utf-8';
/** Stands for the request's id in a document that was written before the request came. */
const ID = '00000000-0000-0000-0000-000000000000';

/**
 * Answers those who were told that their limit is spent, and ask on: one whose answer is known until an instant is to cost the others
 * nothing. Same document and headers as everybody's refusal; no span, no look at who calls beyond what is known anyway, no line of a log.
 */
@Injectable()
export class StandingRefusals {
  private readonly documents = new WeakMap<DomainError, readonly [string, string]>();

  constructor(
    private readonly limits: LimitsService,
    private readonly authentication: AuthenticationService,
  ) {}

  readonly answer: AnswerAtOnce = (request, reply) => {
    if (request.is404 || !this.limits.hasSpent) return false;
    const refused = this.allowanceOf(request);
    if (!refused) return false;
    this.refuse(reply, refused);
    return true;
  };

  private allowanceOf({ routeOptions: { config }, headers, ip }: FastifyRequest): Allowance | undefined {
    const { contract } = config;
    // What pages of other origins are told has further headers.
    if (!contract || contract.crossOrigin) return undefined;
    if (contract.scope === 'public') return this.limits.spent(contract.operation, undefined, ip);
    const caller = this.authentication.known(headers.authorization);
    return caller?.scopes.includes(contract.scope) ? this.limits.spent(contract.operation, caller, ip) : undefined;
  }

  private refuse(reply: FastifyReply, allowance: Allowance): void {
    const [head, tail] = this.documentOf(this.limits.refusal(allowance));
    const requestId = uuidV7.next();
    const body = head + requestId + tail;
    const headers = ['content-type', CONTENT_TYPE, 'content-length', String(Buffer.byteLength(body))];
    headers.push('x-request-id', requestId, 'retry-after', String(secondsToReset(allowance)));
    headers.push('ratelimit-policy', this.limits.policyOf(allowance), 'ratelimit', allowanceHeader(allowance));
    reply.hijack();
    reply.raw.writeHead(429, headers).end(body);
  }

  /** What stands before and after the request's id. */
  private documentOf(refusal: DomainError): readonly [string, string] {
    const known = this.documents.get(refusal);
    if (known) return known;
    const [head = '', tail = ''] = JSON.stringify(problemOf(refusal, ID)).split(ID);
    this.documents.set(refusal, [head, tail]);
    return [head, tail];
  }
}
