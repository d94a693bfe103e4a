import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { type StandInAnswer, type StandInCall, StandInServer } from './stand-in-server.js';

type Fields = Record<string, unknown>;

interface SfLead {
  readonly Id: string;
  fields: Fields;
  modifiedMs: number;
  isDeleted: boolean;
  masterId: string | null;
}

const API = '/services/data/v62.0';
const TEXTS = 'FirstName LastName Email Phone Company Title Street City State PostalCode Country'.split(' ');
const FLAGS = ['HasOptedOutOfEmail', 'DoNotCall'];
const ID_FIELD = 'Leadstream_Id__c';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
  ) {
    super(errorCode);
  }
}

/**
 * Stands for Salesforce's REST API with an organisation of leads, as far as it is documented and asked for: sessions that end, the calls
 * of a day, queries of a known form that see deleted records or do not, and collections that are saved record by record.
 */
export class SalesforceStandIn extends StandInServer {
  readonly leads = new Map<string, SfLead>();
  readonly grant = { clientId: 'app', refreshToken: 'refresh' };
  readonly jwt = {
    clientId: 'app',
    username: 'sync@example.com',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  /** Calls of the day: used, allowed. */
  usage: [used: number, most: number] = [0, 15_000];
  /** Whether somebody made the field for ids. */
  hasIdField = true;
  /** Records that an answer holds at most. */
  mostAtOnce = 2_000;
  readonly #locators = new Map<string, { rest: readonly SfLead[]; list: string }>();
  #sessions = new Set<string>();
  #nextId = 1;

  /** Somebody works in Salesforce. */
  create(fields: Fields): string {
    const Id = `00Q${String(this.#nextId++).padStart(12, '0')}AAA`;
    this.leads.set(Id, {
      Id,
      fields: { HasOptedOutOfEmail: false, DoNotCall: false, ...fields },
      modifiedMs: now(),
      isDeleted: false,
      masterId: null,
    });
    return Id;
  }

  edit(id: string, fields: Fields): void {
    const lead = this.#lead(id);
    lead.fields = { ...lead.fields, ...fields };
    lead.modifiedMs = now();
  }

  delete(id: string, masterId: string | null = null): void {
    Object.assign(this.#lead(id), { isDeleted: true, masterId, modifiedMs: now() });
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  live(): Fields[] {
    return [...this.leads.values()].filter(({ isDeleted }) => !isDeleted).map(({ fields }) => fields);
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
    const answer = this.#resource(method, pathname.replace(API, ''), searchParams, text);
    return { ...answer, headers: { 'sforce-limit-info': `api-usage=${this.usage.join('/')}` } };
  }

  #resource(method: string, path: string, query: URLSearchParams, text: string): StandInAnswer {
    if (method === 'GET' && path === '/sobjects/Lead/describe') return this.#describe();
    if (method === 'GET' && (path === '/query' || path === '/queryAll')) return this.#query(query.get('q') ?? '', path === '/queryAll');
    const open = this.#locators.get(path);
    if (method === 'GET' && open) return this.#page(open.rest, open.list, 2_000);
    if (method === 'DELETE' && path === '/composite/sobjects') return this.#archive((query.get('ids') ?? '').split(','));
    const { records = [] } = (text === '' ? {} : JSON.parse(text)) as { records?: Fields[] };
    if (method === 'PATCH' && path === '/composite/sobjects')
      return { status: 200, body: records.map((record) => this.#save(record, record['id'] as string)) };
    if (method === 'PATCH' && path === `/composite/sobjects/Lead/${ID_FIELD}`)
      return { status: 200, body: records.map((record) => this.#upsert(record)) };
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
    return { status: 200, body: { access_token: token, instance_url: this.url, token_type: 'Bearer', issued_at: String(now()) } };
  }

  #isSigned(assertion: string): boolean {
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    if (!verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) return false;
    const { iss, sub, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, string | number>;
    const leftSeconds = Number(exp) - now() / 1_000;
    return iss === this.jwt.clientId && sub === this.jwt.username && aud === this.url && leftSeconds > 0 && leftSeconds <= 300;
  }

  #describe(): StandInAnswer {
    const fields = [...TEXTS, ...FLAGS].map((name) => ({ name, externalId: false, unique: false }));
    const idField = this.hasIdField ? [{ name: ID_FIELD, externalId: true, unique: true }] : [];
    return { status: 200, body: { name: 'Lead', fields: [...fields, ...idField] } };
  }

  /** Knows the two forms of query that are asked, and refuses any other. */
  #query(soql: string, withDeleted: boolean): StandInAnswer {
    const changes =
      /^SELECT (.+) FROM Lead WHERE (?:SystemModstamp >= (\S+)|\(SystemModstamp > (\S+) OR \(SystemModstamp = \S+ AND Id > '(\w+)'\)\)) AND SystemModstamp <= (\S+) ORDER BY SystemModstamp, Id LIMIT (\d+)$/.exec(
        soql,
      );
    const keyed = /^SELECT (.+) FROM Lead WHERE (\w+) IN \((.+)\) LIMIT 2000$/.exec(soql);
    const visible = [...this.leads.values()]
      .filter(({ isDeleted }) => withDeleted || !isDeleted)
      .sort((a, b) => a.modifiedMs - b.modifiedMs || (a.Id < b.Id ? -1 : 1));
    if (keyed) {
      const [, list = '', field = '', values = ''] = keyed;
      const wanted = [...values.matchAll(/'((?:\\.|[^'\\])*)'/g)].map(([, value = '']) => value.replace(/\\(.)/g, '$1').toLowerCase());
      return this.#page(
        visible.filter((lead) => wanted.includes(String(this.#value(lead, field)).toLowerCase())),
        list,
        2_000,
      );
    }
    if (!changes) throw new Refusal(400, 'MALFORMED_QUERY');
    const [, list = '', from, after = '', afterId = '', until = '', limit = ''] = changes;
    const at = Date.parse(from ?? after);
    const isNext = ({ modifiedMs, Id }: SfLead): boolean =>
      from === undefined ? modifiedMs > at || (modifiedMs === at && Id > afterId) : modifiedMs >= at;
    const ignoring = this.misbehaviour === 'repeats';
    return this.#page(
      visible.filter((lead) => (ignoring || isNext(lead)) && lead.modifiedMs <= Date.parse(until)),
      list,
      Number(limit),
    );
  }

  /** An answer may hold fewer than were asked for; the rest lies behind a locator, for once. */
  #page(found: readonly SfLead[], list: string, limit: number): StandInAnswer {
    const asked = found.slice(0, limit);
    const page = asked.slice(0, this.mostAtOnce);
    const rest = asked.slice(this.mostAtOnce);
    const records = page.map((lead) => Object.fromEntries(list.split(', ').map((name) => [name, this.#value(lead, name)])));
    const locator = `/query/01g${randomUUID()}-${page.length}`;
    if (rest.length > 0) this.#locators.set(locator, { rest, list });
    const more = rest.length > 0 ? { nextRecordsUrl: `${API}${locator}` } : {};
    return { status: 200, body: { totalSize: found.length, done: rest.length === 0, records, ...more } };
  }

  #value({ Id, fields, modifiedMs, isDeleted, masterId }: SfLead, name: string): unknown {
    if (!this.hasIdField && name === ID_FIELD) throw new Refusal(400, 'INVALID_FIELD');
    const own: Fields = {
      Id,
      SystemModstamp: new Date(modifiedMs).toISOString().replace('Z', '+0000'),
      IsDeleted: isDeleted,
      MasterRecordId: masterId,
    };
    return own[name] ?? fields[name] ?? (name === 'IsDeleted' ? isDeleted : null);
  }

  #upsert(record: Fields): object {
    const known = [...this.leads.values()].filter(({ fields, isDeleted }) => !isDeleted && fields[ID_FIELD] === record[ID_FIELD]);
    return this.#save(record, known[0]?.Id);
  }

  /** Each record goes in or fails alone. */
  #save({ attributes, id: _id, ...fields }: Fields, id: string | undefined): object {
    const fail = (statusCode: string, names: string[]): object => ({
      success: false,
      errors: [{ statusCode, message: statusCode, fields: names }],
    });
    if ((attributes as { type?: string } | undefined)?.type !== 'Lead') return fail('INVALID_TYPE', []);
    const unknown = Object.keys(fields).filter((name) => ![...TEXTS, ...FLAGS, ID_FIELD].includes(name));
    if (unknown.length > 0) return fail('INVALID_FIELD', unknown);
    const known = id === undefined ? undefined : this.leads.get(id);
    if (id !== undefined && (!known || known.isDeleted)) return fail('ENTITY_IS_DELETED', []);
    const whole = { ...known?.fields, ...fields };
    const missing = ['LastName', 'Company'].filter((name) => !whole[name]);
    if (missing.length > 0) return fail('REQUIRED_FIELD_MISSING', missing);
    if (String(whole['Title'] ?? '').length > 128) return fail('STRING_TOO_LONG', ['Title']);
    const key = id ?? this.create({});
    this.edit(key, fields);
    return { id: key, success: true, errors: [], created: id === undefined };
  }

  #archive(ids: readonly string[]): StandInAnswer {
    for (const id of ids) this.delete(id);
    return { status: 200, body: ids.map((id) => ({ id, success: true, errors: [] })) };
  }

  #lead(id: string): SfLead {
    const lead = this.leads.get(id);
    if (!lead) throw new Refusal(404, 'NOT_FOUND');
    return lead;
  }
}

/** Whole seconds, as Salesforce keeps them. */
const now = (): number => Math.floor(Date.now() / 1_000) * 1_000;
