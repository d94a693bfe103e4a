import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Authenticator, Caller, Identity } from '@leadstream/http';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { FastifyRequest } from 'fastify';
import { scopesOfRole } from '../access/access.rules.js';
import { apiKeyDigest } from '../api-keys/api-key.rules.js';
import { keyLookups } from '../metrics.js';
import { CLOCK } from '../tokens.js';
import { authenticationErrors } from './authentication.errors.js';
import { apiKeyIn, apiKeyOf } from './credential.rules.js';
import { GuessLimit } from './guess-limit.js';
import { type Found, KeyCache } from './key-cache.js';
import type { KnownKey } from './known-key.js';
import { KnownKeyRepository } from './known-key.repository.js';

const log = logger('authentication');

/** A use is noted when the last one noted is older. */
const USE_RESOLUTION_MS = 5 * 60_000;

/** Finds out whose API key a request carries. */
@Injectable()
export class AuthenticationService implements Authenticator {
  readonly #guesses = new GuessLimit();
  /** One for each look-up: whoever keeps something for a caller finds it by the same object, until the key is looked up again. */
  readonly #identities = new WeakMap<KnownKey, Identity>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: KnownKeyRepository,
    private readonly cache: KeyCache,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  authenticate(request: FastifyRequest, isPublic: boolean): Identity | Promise<Identity> {
    if (isPublic) return {};
    const digest = apiKeyDigest(apiKeyOf(request.headers.authorization));
    const cached = this.cache.get(digest);
    if (cached) return this.judge(cached);
    return this.cache.find(digest, () => this.lookUp(digest, request.ip)).then((found) => this.judge(found));
  }

  /** Whose key it is, where that was found out a moment ago and stands; undefined whenever the caller is to be told more, or looked up. */
  known(authorization: string | undefined): Caller | undefined {
    const text = authorization === undefined ? undefined : apiKeyIn(authorization);
    const found = text === undefined ? undefined : this.cache.get(apiKeyDigest(text));
    if (found === undefined || found === 'unknown' || found.revokedAt) return undefined;
    if (found.expiresAt && found.expiresAt <= this.clock.now()) return undefined;
    return this.#identities.get(found)?.caller;
  }

  private judge(found: Found): Identity {
    if (found === 'unknown') throw authenticationErrors.KEY_UNKNOWN();
    if (found.revokedAt) throw authenticationErrors.KEY_REVOKED({ detail: `Revoked at ${found.revokedAt.toISOString()}.` });
    if (found.expiresAt && found.expiresAt <= this.clock.now())
      throw authenticationErrors.KEY_EXPIRED({ detail: `Expired at ${found.expiresAt.toISOString()}.` });
    const known = this.#identities.get(found);
    if (known) return known;
    const { tenantId, id, role, scopes } = found;
    const identity: Identity = { caller: { tenantId, actor: { kind: 'api-key', id }, scopes: role ? scopesOfRole(role) : scopes } };
    this.#identities.set(found, identity);
    return identity;
  }

  private async lookUp(digest: string, address: string): Promise<Found> {
    await this.#guesses.demand(address);
    const key = await this.database.withoutTenant((tx) => this.keys.findByDigest(tx, digest));
    // The index found it by the digest; the comparison is what decides, and takes the same time for every key.
    const isSame = key !== undefined && timingSafeEqual(Buffer.from(key.digest), Buffer.from(digest));
    keyLookups.add(1, { result: isSame ? 'found' : 'unknown' });
    if (isSame) {
      this.noteUse(key);
      return key;
    }
    await this.#guesses.count(address);
    return 'unknown';
  }

  /** Beside the request: nobody waits for it, and the next look-up tries again. */
  private noteUse({ tenantId, id, lastUsedAt, revokedAt }: KnownKey): void {
    const now = this.clock.now();
    if (revokedAt || (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USE_RESOLUTION_MS)) return;
    this.database
      .inTenant(tenantId, (tx) => this.keys.updateLastUsed(tx, tenantId, id, now))
      .catch((error: unknown) => log.warn('key_use_not_noted', { error }));
  }
}
