import { Inject, Injectable } from '@nestjs/common';
import { allRoutes, RATE_CLASSES, type RateClass } from '@leadstream/contracts';
import type { Caller } from '@leadstream/http';
import type { DomainError } from '@leadstream/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { CONFIG, type GatewayConfig, limitsOf } from '../config.js';
import { rateLimited } from '../metrics.js';
import { limitErrors } from './limits.errors.js';
import {
  type Allowance,
  allowanceHeader,
  keyOfAddress,
  keyOfCaller,
  keyOfForm,
  mayPass,
  perSecondOf,
  policyHeader,
  secondsToReset,
} from './rate-limit.rules.js';
import { type RateLimit, RateLimiter } from './rate-limiter.js';
import { REDIS } from './redis.js';

/** Pages and the API's description, which no contract speaks of, are public routes. */
const CLASSES = new Map(allRoutes.map(({ operation, rateClass }) => [operation, rateClass]));

/**
 * Counts every request to a route of a class against its key's limit, or its address's where the route is public. What is sent to a
 * form counts twice: as a request to a public route, whatever form it names, and for that form.
 */
@Injectable()
export class LimitsService {
  private readonly limiters: Readonly<Record<RateClass, RateLimiter>>;
  private readonly policies: Readonly<Record<RateClass, string>>;
  /** By the seconds to wait: no more than a window has. */
  private readonly refusals = ofEach(() => new Map<number, DomainError>());

  constructor(@Inject(CONFIG) config: GatewayConfig, @Inject(REDIS) redis: Redis) {
    const limits = limitsOf(config);
    this.limiters = ofEach((rateClass) => new RateLimiter(rateLimitOf(rateClass, limits[rateClass]), redis));
    this.policies = ofEach((rateClass) => policyHeader(rateClass, limits[rateClass]));
  }

  /** @returns the refusal, when there is one; sets the headers either way. At once where nobody has to be asked. */
  admit(request: FastifyRequest, reply: FastifyReply, operation: string): DomainError | undefined | Promise<DomainError | undefined> {
    const rateClass = classOf(operation);
    return rateClass === 'form' ? this.admitToForm(request, reply, operation) : this.admitTo(request, reply, rateClass, operation);
  }

  /** Whether anybody is known to be over a limit. */
  get hasSpent(): boolean {
    return RATE_CLASSES.some((rateClass) => this.limiters[rateClass].hasSpent);
  }

  /** How one stands who is known to be over the limit, without counting; undefined where somebody has to be asked. */
  spent(operation: string, caller: Caller | undefined, clientIp: string): Allowance | undefined {
    const rateClass = classOf(operation);
    return rateClass === 'form' ? undefined : this.limiters[rateClass].spent(keyOf(rateClass, operation, caller, clientIp));
  }

  policyOf({ rateClass }: Allowance): string {
    return this.policies[rateClass];
  }

  private admitTo(
    request: FastifyRequest,
    reply: FastifyReply,
    rateClass: RateClass,
    operation: string,
  ): DomainError | undefined | Promise<DomainError | undefined> {
    const { caller, clientIp } = request.edge;
    const allowance = this.limiters[rateClass].consume(keyOf(rateClass, operation, caller, clientIp));
    return allowance instanceof Promise ? allowance.then((found) => this.tell(reply, found)) : this.tell(reply, allowance);
  }

  private async admitToForm(request: FastifyRequest, reply: FastifyReply, operation: string): Promise<DomainError | undefined> {
    const refused = await this.admitTo(request, reply, 'public', operation);
    if (refused) return refused;
    const { key } = request.params as { readonly key?: string };
    return this.tell(reply, await this.limiters.form.consume(keyOfForm(operation, key ?? '', request.edge.clientIp)));
  }

  private tell(reply: FastifyReply, allowance: Allowance): DomainError | undefined {
    reply.header('ratelimit-policy', this.policyOf(allowance));
    reply.header('ratelimit', allowanceHeader(allowance));
    return mayPass(allowance) ? undefined : this.refusal(allowance);
  }

  /** Counts a refusal. An error with its stack costs more than all that is decided here, and one who is refused asks often: made once for each second to wait. */
  refusal(allowance: Allowance): DomainError {
    const { rateClass, limit } = allowance;
    rateLimited.add(1, { rate_class: rateClass });
    const retryAfterSeconds = secondsToReset(allowance);
    const known = this.refusals[rateClass].get(retryAfterSeconds);
    if (known) return known;
    const made = limitErrors.RATE_LIMITED({ detail: detailOf(limit), extra: { retryAfterSeconds } });
    this.refusals[rateClass].set(retryAfterSeconds, made);
    return made;
  }
}

function rateLimitOf(rateClass: RateClass, limit: number): RateLimit {
  return { rateClass, limit, perSecond: perSecondOf(limit) };
}

function detailOf(limit: number): string {
  const perSecond = perSecondOf(limit);
  return `The limit is ${limit} requests a minute${perSecond ? `, ${perSecond} a second` : ''}.`;
}

function classOf(operation: string): RateClass {
  return CLASSES.get(operation) ?? 'public';
}

function keyOf(rateClass: RateClass, operation: string, caller: Caller | undefined, clientIp: string): string {
  return caller ? keyOfCaller(caller.tenantId, rateClass, caller.actor.id) : keyOfAddress(operation, clientIp);
}

function ofEach<T>(make: (rateClass: RateClass) => T): Readonly<Record<RateClass, T>> {
  return Object.fromEntries(RATE_CLASSES.map((rateClass) => [rateClass, make(rateClass)])) as Record<RateClass, T>;
}
