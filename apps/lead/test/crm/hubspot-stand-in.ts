import { randomUUID } from 'node:crypto';
import { type HubspotOwner, ownerPage, refusedValue } from './hubspot-properties.js';
import { type StandInAnswer, type StandInCall, StandInServer } from './stand-in-server.js';

type Properties = Record<string, string>;

interface Contact {
  readonly id: string;
  properties: Properties;
  modifiedMs: number;
  archived: boolean;
}

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value: string;
  readonly highValue?: string;
}

/** Bodies of all calls. */
interface Body {
  readonly filterGroups?: readonly { readonly filters: readonly Filter[] }[];
  readonly sorts?: readonly { readonly propertyName: string; readonly direction: string }[];
  readonly limit?: number;
  readonly after?: string;
  readonly properties?: readonly string[];
  readonly inputs?: readonly { readonly id: string; readonly idProperty?: string; readonly properties: Properties }[];
  readonly idProperty?: string;
  readonly name?: string;
}

/** As documented: of a search, of a batch. */
const MOST = { page: 200, results: 10_000, batch: 100 };

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly category: string,
    message: string = category,
    readonly headers: Record<string, string> = {},
    readonly more: object = {},
  ) {
    super(message);
  }
}

/**
 * Stands for HubSpot's CRM API v3 with one account of contacts, as it is documented: tokens that end, searches with one order and ten
 * thousand results at most, batches of a hundred that one bad input spoils, unique properties, merges and archived records.
 */
export class HubspotStandIn extends StandInServer {
  readonly contacts = new Map<string, Contact>();
  /** Unique properties that somebody made. */
  readonly uniqueProperties = new Set<string>();
  /** Whom contacts can be given to. */
  owners: readonly HubspotOwner[] = [];
  /** Addresses whose subscriptions were ended. */
  readonly unsubscribed: string[] = [];
  readonly privateToken = `pat-${randomUUID()}`;
  /** Of the account. */
  portalId = 1_000_001;
  readonly grant = { clientId: 'app', clientSecret: 'app-secret', refreshToken: 'refresh-1' };
  #oauthTokens = new Set<string>();
  #refreshToken = this.grant.refreshToken;
  #nextId = 512;
  #endless = 0;
  /** Calls that a window still allows; undefined: as many as one likes. */
  callsLeft: number | undefined;
  /** Whether every refresh token is good for once. */
  usesRefreshTokensOnce = false;
  /** How long a change is not found by searches. */
  searchLagMs = 0;

  /** Somebody works in HubSpot. */
  create(properties: Properties, modifiedMs = Date.now()): string {
    const id = String(this.#nextId++);
    this.contacts.set(id, { id, properties: { ...properties }, modifiedMs, archived: false });
    return id;
  }

  edit(id: string, properties: Properties): void {
    const contact = this.#contact(id);
    contact.properties = { ...contact.properties, ...properties };
    contact.modifiedMs = Date.now();
  }

  archive(id: string): void {
    this.#contact(id).archived = true;
  }

  /** The other one goes into the first. */
  merge(id: string, otherId: string): void {
    const known = this.#contact(id).properties['hs_merged_object_ids'];
    this.edit(id, { hs_merged_object_ids: [known, otherId].filter(Boolean).join(';') });
    this.contacts.delete(otherId);
  }

  expireTokens(): void {
    this.#oauthTokens.clear();
  }

  live(): Properties[] {
    return [...this.contacts.values()].filter(({ archived }) => !archived).map(({ properties }) => properties);
  }

  protected override isWrite({ url: { pathname } }: StandInCall): boolean {
    return /batch\/(upsert|update|archive)$/.test(pathname);
  }

  protected override answer(call: StandInCall): StandInAnswer {
    try {
      return this.#route(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, category, message, headers, more } = error;
      return { status, headers, body: { status: 'error', message, category, correlationId: randomUUID(), ...more } };
    }
  }

  #route({ method, url, headers, text }: StandInCall): StandInAnswer {
    const { pathname, searchParams } = url;
    if (pathname === '/oauth/v1/token') return this.#token(new URLSearchParams(text));
    this.#authenticate(headers.authorization);
    this.#demandRoom();
    const body = (text === '' ? {} : JSON.parse(text)) as Body;
    const route = `${method} ${pathname}`;
    if (route === 'GET /account-info/v3/details') return { status: 200, body: accountDetails(this.portalId) };
    if (route === 'GET /crm/v3/owners') return this.#ownersOf(searchParams);
    if (route === 'POST /crm/v3/objects/contacts/search') return this.#search(body);
    if (route === 'GET /crm/v3/objects/contacts') return this.#list(searchParams);
    if (route === 'POST /crm/v3/objects/contacts/batch/read') return this.#read(body);
    if (route === 'POST /crm/v3/objects/contacts/batch/upsert') return this.#write(body, true);
    if (route === 'POST /crm/v3/objects/contacts/batch/update') return this.#write(body, false);
    if (route === 'POST /crm/v3/objects/contacts/batch/archive') return this.#archive(body);
    if (pathname.startsWith('/crm/v3/properties/contacts')) return this.#property(method, pathname.split('/')[5], body);
    const address = /^\/communication-preferences\/v4\/statuses\/([^/]+)\/unsubscribe-all$/.exec(pathname)?.[1];
    if (method !== 'POST' || address === undefined) throw new Refusal(404, 'OBJECT_NOT_FOUND');
    this.unsubscribed.push(decodeURIComponent(address));
    return { status: 200, body: {} };
  }

  #ownersOf(query: URLSearchParams): StandInAnswer {
    const body = ownerPage(this.owners, query);
    if (!body) throw new Refusal(400, 'VALIDATION_ERROR');
    return { status: 200, body };
  }

  #token(form: URLSearchParams): StandInAnswer {
    const { clientId, clientSecret } = this.grant;
    const isKnown = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    if (form.get('grant_type') !== 'refresh_token' || !isKnown || form.get('refresh_token') !== this.#refreshToken) {
      throw new Refusal(400, 'BAD_REFRESH_TOKEN');
    }
    if (this.usesRefreshTokensOnce) this.#refreshToken = `refresh-${randomUUID()}`;
    const token = `at-${randomUUID()}`;
    this.#oauthTokens.add(token);
    return { status: 200, body: { access_token: token, refresh_token: this.#refreshToken, expires_in: 1_800, token_type: 'bearer' } };
  }

  #authenticate(header: string | undefined): void {
    const token = header?.replace(/^Bearer /, '') ?? '';
    if (token !== this.privateToken && !this.#oauthTokens.has(token)) throw new Refusal(401, 'EXPIRED_AUTHENTICATION');
  }

  #demandRoom(): void {
    const policy = { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' };
    if (this.misbehaviour === 'limited') throw new Refusal(429, 'RATE_LIMITS', 'Left alone.', { 'retry-after': '3600' }, policy);
    if (this.callsLeft === undefined) return;
    if (this.callsLeft === 0) throw new Refusal(429, 'RATE_LIMITS', 'Left alone.', { 'retry-after': '1' }, policy);
    this.callsLeft -= 1;
  }

  #search({ filterGroups = [], sorts = [], limit = 10, after = '0', properties = [] }: Body): StandInAnswer {
    if (limit > MOST.page || sorts.length > 1) throw new Refusal(400, 'VALIDATION_ERROR');
    if (Number(after) + Number(limit) > MOST.results) throw new Refusal(400, 'VALIDATION_ERROR', 'Paging ends at 10,000.');
    if (this.misbehaviour === 'endless') return this.#endlessPage(filterGroups, limit);
    const filters = filterGroups[0]?.filters ?? [];
    const from = this.misbehaviour === 'repeats' ? [] : filters;
    const [sort] = sorts;
    const visible = [...this.contacts.values()].filter(
      ({ archived, modifiedMs }) => !archived && modifiedMs <= Date.now() - this.searchLagMs,
    );
    const found = visible
      .filter((contact) => from.every((filter) => passes(contact, filter)))
      .sort((one, other) => numberOf(one, sort?.propertyName ?? 'hs_object_id') - numberOf(other, sort?.propertyName ?? 'hs_object_id'));
    const page = found.slice(Number(after), Number(after) + Number(limit));
    const next = Number(after) + page.length < found.length ? { paging: { next: { after: String(Number(after) + page.length) } } } : {};
    return { status: 200, body: { total: found.length, results: page.map((contact) => shown(contact, properties)), ...next } };
  }

  /** A millisecond later each, and always more. */
  #endlessPage(filterGroups: NonNullable<Body['filterGroups']>, limit: number): StandInAnswer {
    const [first] = filterGroups[0]?.filters ?? [];
    const results = Array.from({ length: limit }, (_, index) => {
      const id = String(900_000 + this.#endless++);
      return shown({ id, properties: {}, modifiedMs: Number(first?.value) + index, archived: false }, []);
    });
    return { status: 200, body: { total: 1_000_000, results, paging: { next: { after: String(limit) } } } };
  }

  #list(query: URLSearchParams): StandInAnswer {
    if (query.get('archived') !== 'true') throw new Refusal(400, 'VALIDATION_ERROR');
    const after = Number(query.get('after') ?? 0);
    if (this.misbehaviour === 'circles')
      return { status: 200, body: { results: [], paging: { next: { after: String((after % 5) + 1) } } } };
    const archived = [...this.contacts.values()].filter((contact) => contact.archived && Number(contact.id) > after);
    const page = archived.slice(0, Number(query.get('limit')));
    const last = page.at(-1);
    const next = last && page.length < archived.length ? { paging: { next: { after: last.id } } } : {};
    return { status: 200, body: { results: page.map((contact) => shown(contact, [])), ...next } };
  }

  #read({ inputs = [], idProperty, properties = [] }: Body): StandInAnswer {
    const ids = inputs.map(({ id }) => id);
    if (ids.length > MOST.batch) throw new Refusal(400, 'VALIDATION_ERROR');
    const found = ids.map((id) => this.#find(id, idProperty));
    const results = found.filter((contact) => contact !== undefined).map((contact) => shown(contact, properties));
    const numErrors = ids.length - results.length;
    return { status: numErrors > 0 ? 207 : 200, body: { status: 'COMPLETE', results, ...(numErrors > 0 && { numErrors, errors: [] }) } };
  }

  /** All or nothing: what one input does wrong is told of the batch. */
  #write({ inputs: stated = [] }: Body, isUpsert: boolean): StandInAnswer {
    if (stated.length > MOST.batch || new Set(stated.map(({ id }) => id)).size < stated.length) throw new Refusal(400, 'VALIDATION_ERROR');
    const targets = stated.map((input) => ({ ...input, contact: this.#find(input.id, input.idProperty) }));
    for (const { properties, contact, idProperty } of targets) {
      if (!isUpsert && !contact) throw new Refusal(404, 'OBJECT_NOT_FOUND');
      if (idProperty !== undefined && !this.uniqueProperties.has(idProperty)) throw new Refusal(400, 'VALIDATION_ERROR');
      this.#demandValid(properties, contact?.id);
    }
    const results = targets.map(({ properties, contact }) => {
      const id = contact?.id ?? this.create({});
      this.edit(id, withoutBlanks(properties));
      for (const [name, value] of Object.entries(properties)) if (value === '') delete this.#contact(id).properties[name];
      return { ...shown(this.#contact(id), Object.keys(properties)), new: !contact };
    });
    return { status: 200, body: { status: 'COMPLETE', results } };
  }

  #demandValid(properties: Properties, ownId: string | undefined): void {
    for (const [name, value] of Object.entries(properties)) {
      const refused = refusedValue(name, value, this.uniqueProperties, this.owners);
      if (refused !== undefined) throw new Refusal(400, 'VALIDATION_ERROR', refused);
      const other = name === 'email' || this.uniqueProperties.has(name) ? this.#find(value, name) : undefined;
      if (value !== '' && other && other.id !== ownId)
        throw new Refusal(409, 'CONFLICT', `Contact already exists. Existing ID: ${other.id}`);
    }
  }

  #archive({ inputs = [] }: Body): StandInAnswer {
    for (const { id } of inputs) if (this.contacts.has(id)) this.archive(id);
    return { status: 204 };
  }

  #property(method: string, name: string | undefined, body: Body): StandInAnswer {
    if (method === 'GET') {
      if (!this.uniqueProperties.has(name ?? '')) throw new Refusal(404, 'OBJECT_NOT_FOUND');
      return { status: 200, body: { name, type: 'string', hasUniqueValue: true } };
    }
    if (this.uniqueProperties.has(body.name ?? '')) throw new Refusal(409, 'CONFLICT');
    this.uniqueProperties.add(body.name ?? '');
    return { status: 201, body };
  }

  #find(id: string, idProperty = 'hs_object_id'): Contact | undefined {
    return [...this.contacts.values()].find((contact) => !contact.archived && valueOf(contact, idProperty) === id);
  }

  #contact(id: string): Contact {
    const contact = this.contacts.get(id);
    if (!contact) throw new Refusal(404, 'OBJECT_NOT_FOUND');
    return contact;
  }
}

/** As documented, of an account like any other. */
const accountDetails = (portalId: number): object => ({
  ...{ portalId, accountType: 'STANDARD', timeZone: 'US/Eastern', companyCurrency: 'USD', additionalCurrencies: [] },
  ...{ utcOffset: '-05:00', utcOffsetMilliseconds: -18_000_000, uiDomain: 'app.hubspot.com', dataHostingLocation: 'na1' },
});

function valueOf({ id, properties, modifiedMs }: Contact, name: string): string | undefined {
  if (name === 'hs_object_id') return id;
  return name === 'lastmodifieddate' ? String(modifiedMs) : properties[name];
}

const numberOf = (contact: Contact, name: string): number => Number(valueOf(contact, name));

function passes(contact: Contact, { propertyName, operator, value, highValue }: Filter): boolean {
  const own = numberOf(contact, propertyName);
  if (operator === 'EQ') return valueOf(contact, propertyName) === value;
  if (operator === 'GT') return own > Number(value);
  if (operator === 'BETWEEN') return own >= Number(value) && own <= Number(highValue);
  throw new Refusal(400, 'VALIDATION_ERROR', `no operator ${operator}`);
}

function shown(contact: Contact, asked: readonly string[]): object {
  const { id, properties, modifiedMs, archived } = contact;
  const modified = new Date(modifiedMs).toISOString();
  const values = Object.fromEntries(asked.map((name) => [name, properties[name] ?? null]));
  return {
    id,
    archived,
    properties: { ...values, hs_object_id: id, lastmodifieddate: modified },
    createdAt: modified,
    updatedAt: modified,
  };
}

const withoutBlanks = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
