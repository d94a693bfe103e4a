import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { API, type Fields, now, Refusal, SalesforceOrganisation } from './salesforce-organisation.js';
import { type StandInAnswer, type StandInCall, StandInServer } from './stand-in-server.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const COLLECTIONS = /^\/composite\/sobjects\/(Lead|Contact)\/Leadstream_Id__c$/;

/**
 * Stands for Salesforce's REST API with an organisation of leads and contacts, as far as it is documented and asked for: sessions that end, the
 * calls of a day, queries of a known form that see deleted records or do not, and collections that are saved record by record.
 */
export class SalesforceStandIn extends StandInServer {
  readonly organisation = new SalesforceOrganisation();
  readonly grant = { clientId: 'app', refreshToken: 'refresh' };
  readonly jwt = {
    clientId: 'app',
    username: 'sync@example.com',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  /** Calls of the day: used, allowed. */
  usage: [used: number, most: number] = [0, 15_000];
  organisationId = '00Dx0000000BV7zEAG';
  #sessions = new Set<string>();

  /** Somebody works in Salesforce. */
  create(fields: Fields): string {
    return this.organisation.create('Lead', fields);
  }

  edit(id: string, fields: Fields): void {
    this.organisation.edit(id, fields);
  }

  delete(id: string, masterId: string | null = null): void {
    this.organisation.delete(id, masterId);
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  live(object: 'Lead' | 'Contact' = 'Lead'): Fields[] {
    return this.organisation.live(object).map(({ fields }) => fields);
  }

  protected override isWrite({ method, url }: StandInCall): boolean {
    return method === 'PATCH' && url.pathname.includes('/composite/');
  }

  protected override answer(call: StandInCall): StandInAnswer {
    try {
      return this.#route(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: [{ message: error.message, errorCode: error.errorCode }] };
    }
  }

  #route({ method, url: { pathname, searchParams }, headers, text }: StandInCall): StandInAnswer {
    if (pathname === '/services/oauth2/token') return this.#token(new URLSearchParams(text));
    if (!this.#sessions.has(headers.authorization?.replace(/^Bearer /, '') ?? '')) throw new Refusal(401, 'INVALID_SESSION_ID');
    if (this.usage[0] >= this.usage[1] || this.misbehaviour === 'limited') throw new Refusal(403, 'REQUEST_LIMIT_EXCEEDED');
    this.usage[0] += 1;
    const body = this.#resource(method, pathname.replace(API, ''), searchParams, text);
    return { status: 200, body, headers: { 'sforce-limit-info': `api-usage=${this.usage.join('/')}` } };
  }

  #resource(method: string, path: string, query: URLSearchParams, text: string): unknown {
    const { organisation } = this;
    if (method === 'GET') {
      const [, described] = /^\/sobjects\/(\w+)\/describe$/.exec(path) ?? [];
      if (described !== undefined) return organisation.describe(described);
      if (path === '/query' || path === '/queryAll') {
        return organisation.query(query.get('q') ?? '', path === '/queryAll', this.misbehaviour === 'repeats');
      }
      const more = organisation.more(path);
      if (more) return more;
    }
    if (method === 'DELETE' && path === '/composite/sobjects') return this.#archive((query.get('ids') ?? '').split(','));
    const { records = [] } = (text === '' ? {} : JSON.parse(text)) as { records?: Fields[] };
    if (method === 'PATCH' && path === '/composite/sobjects') return records.map((record) => organisation.save(record));
    if (method === 'PATCH' && COLLECTIONS.test(path)) return records.map((record) => organisation.upsert(record));
    throw new Refusal(404, 'NOT_FOUND');
  }

  #token(form: URLSearchParams): StandInAnswer {
    const isGranted =
      form.get('grant_type') === 'refresh_token'
        ? form.get('refresh_token') === this.grant.refreshToken
        : this.#isSigned(form.get('assertion') ?? '');
    if (!isGranted) return { status: 400, body: { error: 'invalid_grant', error_description: 'authentication failure' } };
    const token = `00D!${randomUUID()}`;
    this.#sessions.add(token);
    const id = `https://login.salesforce.com/id/${this.organisationId}/005x00000012Q9PAAU`;
    return { status: 200, body: { access_token: token, instance_url: this.url, id, token_type: 'Bearer', issued_at: String(now()) } };
  }

  #isSigned(assertion: string): boolean {
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    if (!verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) return false;
    const { iss, sub, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, string | number>;
    const leftSeconds = Number(exp) - now() / 1_000;
    return iss === this.jwt.clientId && sub === this.jwt.username && aud === this.url && leftSeconds > 0 && leftSeconds <= 300;
  }

  #archive(ids: readonly string[]): object[] {
    for (const id of ids) this.delete(id);
    return ids.map((id) => ({ id, success: true, errors: [] }));
  }
}
