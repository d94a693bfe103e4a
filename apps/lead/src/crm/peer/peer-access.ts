import { createSign } from 'node:crypto';
import type { CrmCredentials, CrmProvider } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { z } from 'zod';
import { crmErrors } from '../crm.errors.js';
import type { PeerClient } from './peer-client.js';
import { faultOf } from './peer-fault.rules.js';

/** What an access token opens. */
export interface PeerToken {
  readonly accessToken: string;
  /** Where the API is asked. */
  readonly apiUrl: string;
  /** Salesforce: of the user that it speaks for, with the organisation's id. */
  readonly identityUrl: string | undefined;
}

/** Where tokens are asked for, by provider. */
const TOKEN_PATH: Readonly<Record<CrmProvider, string>> = { hubspot: '/oauth/v1/token', salesforce: '/services/oauth2/token' };

const granted = z.object({
  access_token: z.string().min(1),
  /** Salesforce: the host of the organisation. */
  instance_url: z.url().optional(),
  /** Salesforce: `https://login.salesforce.com/id/<organisation>/<user>`. */
  id: z.string().optional(),
  /** Given anew where refresh tokens are used once. */
  refresh_token: z.string().min(1).optional(),
});

export interface PeerAccessOptions {
  readonly provider: CrmProvider;
  readonly baseUrl: string;
  readonly credentials: CrmCredentials;
  readonly client: PeerClient;
  readonly clock: Clock;
  /** Keeps a refresh token that replaces the one that was used. */
  keep(credentials: CrmCredentials): Promise<void>;
}

/** Access tokens of a connection: asked for when there is none or the peer no longer takes it, and kept in memory only. */
export class PeerAccess {
  #token: PeerToken | undefined;
  #credentials: CrmCredentials;

  constructor(private readonly options: PeerAccessOptions) {
    this.#credentials = options.credentials;
  }

  async token(): Promise<PeerToken> {
    this.#token ??= await this.#ask();
    return this.#token;
  }

  /** Whether asking for another token may help. */
  get isRenewable(): boolean {
    return this.#credentials.kind !== 'private-app';
  }

  forget(): void {
    this.#token = undefined;
  }

  async #ask(): Promise<PeerToken> {
    const { baseUrl, client, clock, provider } = this.options;
    const credentials = this.#credentials;
    if (credentials.kind === 'private-app') {
      return { accessToken: credentials.accessToken, apiUrl: baseUrl, identityUrl: undefined };
    }
    const { status, headers, body } = await client.send({
      method: 'POST',
      url: new URL(TOKEN_PATH[provider], baseUrl),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(grantOf(credentials, baseUrl, clock.now())).toString(),
    });
    // A grant that does not count is a bad request (RFC 6749, 5.2).
    if (status === 400 || status === 403) throw crmErrors.CRM_PEER_UNAUTHORISED();
    const fault = faultOf(status, headers['retry-after'], clock.now());
    if (fault) throw fault;
    const answer = granted.safeParse(body);
    if (!answer.success) throw crmErrors.CRM_PEER_UNREADABLE({ detail: 'The answer holds no access token.' });
    const { access_token: accessToken, instance_url: apiUrl = baseUrl, id: identityUrl, refresh_token: refreshToken } = answer.data;
    if (credentials.kind === 'oauth' && refreshToken !== undefined && refreshToken !== credentials.refreshToken) {
      this.#credentials = { ...credentials, refreshToken };
      await this.options.keep(this.#credentials);
    }
    return { accessToken, apiUrl, identityUrl };
  }
}

function grantOf(credentials: Exclude<CrmCredentials, { kind: 'private-app' }>, audience: string, now: Date): Record<string, string> {
  if (credentials.kind === 'jwt') {
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertionOf(credentials, audience, now) };
  }
  const { clientId, clientSecret, refreshToken } = credentials;
  return {
    grant_type: 'refresh_token',
    client_id: clientId,
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
    refresh_token: refreshToken,
  };
}

/** RFC 7523, signed with RS256; good for three minutes, as Salesforce demands. */
function assertionOf({ clientId, username, privateKey }: Extract<CrmCredentials, { kind: 'jwt' }>, audience: string, now: Date): string {
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: clientId, sub: username, aud: new URL(audience).origin, exp: Math.floor(now.getTime() / 1_000) + 180 };
  const signed = `${base64({ alg: 'RS256' })}.${base64(claims)}`;
  try {
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
  } catch (error) {
    throw crmErrors.CRM_PEER_UNAUTHORISED({ detail: 'The private key cannot be read.', cause: error });
  }
}
