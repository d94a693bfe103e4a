import { createSigner, createVerifier } from 'fast-jwt';
import type { Actor, Uuid } from '@leadstream/kernel';
import { z } from 'zod';
import { httpErrors } from '../http.errors.js';
import { RecentTokens } from './recent-tokens.js';

export const CONTEXT_HEADER = 'x-leadstream-context';

const LIFE_MS = 60_000;
/** How far the clocks of two hosts may be apart. */
const CLOCK_TOLERANCE_MS = 5_000;

/** Who calls, as the gateway found out; without tenant, actor and scopes for calls to public routes. */
export interface ContextClaims {
  readonly tenantId?: Uuid;
  readonly actor?: Actor;
  readonly scopes?: readonly string[];
  /** Of the request that the token was made for; later ones it serves say theirs in `x-request-id`. */
  readonly requestId: string;
  readonly clientIp?: string;
}

const claims = z.object({
  tid: z.uuid().optional(),
  act: z.object({ kind: z.enum(['member', 'api-key', 'service']), id: z.string().min(1) }).optional(),
  scp: z.array(z.string()).optional(),
  rid: z.string().min(1).max(100),
  ip: z.string().optional(),
  iat: z.number(),
  exp: z.number(),
});

/** Signs and verifies the context that goes from the gateway to one service: JWT, HS256, 60 s. */
export class ContextToken {
  private readonly signClaims: (payload: Record<string, unknown>) => string;
  private readonly verifyToken: (token: string) => unknown;
  private readonly recent = new RecentTokens();

  /** @param options.audience name of the service that is called; a token for another one is refused */
  constructor({ secret, audience }: { readonly secret: string; readonly audience: string }) {
    this.signClaims = createSigner({ key: secret, algorithm: 'HS256', aud: audience, expiresIn: LIFE_MS });
    this.verifyToken = createVerifier({
      key: secret,
      algorithms: ['HS256'],
      allowedAud: audience,
      requiredClaims: ['aud', 'exp', 'iat', 'rid'],
      maxAge: LIFE_MS,
      clockTolerance: CLOCK_TOLERANCE_MS,
    });
  }

  /** The value of the header `x-leadstream-context`. */
  sign({ tenantId, actor, scopes, requestId, clientIp }: ContextClaims): string {
    return this.signClaims({
      rid: requestId,
      ...(tenantId !== undefined && { tid: tenantId }),
      ...(actor && { act: actor }),
      ...(scopes && { scp: scopes }),
      ...(clientIp !== undefined && { ip: clientIp }),
    });
  }

  /** @throws DomainError `HTTP.UNAUTHENTICATED` when the token is forged, expired, or meant for another service */
  verify(token: string): ContextClaims {
    const recent = this.recent.get(token);
    if (recent) return recent;
    const { tid, act, scp, rid, ip, iat, exp } = this.read(token);
    const found: ContextClaims = {
      requestId: rid,
      ...(tid !== undefined && { tenantId: tid }),
      ...(act && { actor: act }),
      ...(scp && { scopes: scp }),
      ...(ip !== undefined && { clientIp: ip }),
    };
    this.recent.add(token, found, Math.min(exp * 1_000, iat * 1_000 + LIFE_MS));
    return found;
  }

  private read(token: string): z.infer<typeof claims> {
    try {
      return claims.parse(this.verifyToken(token));
    } catch (cause) {
      throw httpErrors.UNAUTHENTICATED({ detail: 'The signed context is not valid here.', cause });
    }
  }
}
