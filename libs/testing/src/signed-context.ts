import { createHmac } from 'node:crypto';
import { type Actor, type Uuid, uuidV7 } from '@leadstream/kernel';

/** The secret that specs give to the services they start. */
export const TEST_CONTEXT_SECRET = 'context-secret-of-the-specs-0123456789abcdef';

export interface SignedContextOptions {
  /** Name of the app that is called, for example `lead`. */
  readonly audience: string;
  readonly tenantId: Uuid;
  readonly scopes?: readonly string[];
  readonly actor?: Actor;
  readonly requestId?: string;
  /** Negative for a token that is over; 60 unless given. */
  readonly expiresInS?: number;
  readonly secret?: string;
}

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Headers of a request as the gateway would send it to a service. Written from the description of the token
 * (JWT, HS256) and not with the library's signer, so that specs would notice a change of its form.
 */
export function signedContext(options: SignedContextOptions): { 'x-leadstream-context': string } {
  const issuedAtS = Math.floor(Date.now() / 1000);
  const content = `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment({
    rid: options.requestId ?? uuidV7.next(),
    tid: options.tenantId,
    act: options.actor ?? { kind: 'member', id: uuidV7.next() },
    scp: options.scopes ?? [],
    aud: options.audience,
    iat: issuedAtS,
    exp: issuedAtS + (options.expiresInS ?? 60),
  })}`;
  const signature = createHmac('sha256', options.secret ?? TEST_CONTEXT_SECRET)
    .update(content)
    .digest('base64url');
  return { 'x-leadstream-context': `${content}.${signature}` };
}
