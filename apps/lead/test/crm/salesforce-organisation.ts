import { randomUUID } from 'node:crypto';

export type Fields = Record<string, unknown>;
type ObjectName = 'Lead' | 'Contact';

interface SfRecord {
  readonly Id: string;
  readonly object: ObjectName;
  fields: Fields;
  modifiedMs: number;
  isDeleted: boolean;
  masterId: string | null;
}

export const API = '/services/data/v62.0';
const ID_FIELD = 'Leadstream_Id__c';
const FLAGS = ['HasOptedOutOfEmail', 'DoNotCall'];
const PERSON = ['FirstName', 'LastName', 'Email', 'Phone', 'Title'];
const ADDRESS = ['Street', 'City', 'State', 'PostalCode', 'Country'];
/** Fields that an administrator added; of several currencies, too. */
const ADDED = ['OwnerId', 'CurrencyIsoCode', 'Budget__c', 'Interests__c'];
/** What the restricted multi-select picklist `Interests__c` offers, in its order. */
const INTERESTS = ['north', 'VIP', 'garden'];
/** Whom records belong to that nobody else was given. */
const API_USER = '005x00000012Q9PAAU';
const WRITABLE: Readonly<Record<ObjectName, readonly string[]>> = {
  Lead: [...PERSON, 'Company', ...ADDRESS, ...FLAGS, ...ADDED],
  Contact: [...PERSON, ...ADDRESS.map((name) => `Mailing${name}`), ...FLAGS],
};
/** Kept by Salesforce itself. */
const KEPT: Readonly<Record<ObjectName, readonly string[]>> = {
  Lead: ['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId', 'IsConverted', 'ConvertedContactId', 'ConvertedDate'],
  Contact: ['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId'],
};
const REQUIRED: Readonly<Record<ObjectName, readonly string[]>> = { Lead: ['LastName', 'Company'], Contact: ['LastName'] };
const PREFIX: Readonly<Record<ObjectName, string>> = { Lead: '00Q', Contact: '003' };

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
  ) {
    super(errorCode);
  }
}

/** Somebody of the organisation. */
export interface SalesforceUser {
  readonly Id: string;
  readonly Email: string;
  readonly IsActive: boolean;
}

/** Whole seconds, as Salesforce keeps them. */
export const now = (): number => Math.floor(Date.now() / 1_000) * 1_000;

/** Leads and contacts of an organisation, and what may be asked and written of them, as it is documented. */
export class SalesforceOrganisation {
  readonly records = new Map<string, SfRecord>();
  /** Objects for which somebody made the field for ids. */
  readonly withIdField = new Set<ObjectName>(['Lead', 'Contact']);
  users: readonly SalesforceUser[] = [];
  /** Records that an answer holds at most. */
  mostAtOnce = 2_000;
  readonly #locators = new Map<string, { rest: readonly SfRecord[]; names: readonly string[] }>();
  #nextId = 1;

  create(object: ObjectName, fields: Fields): string {
    const Id = `${PREFIX[object]}${String(this.#nextId++).padStart(12, '0')}AAA`;
    const whole = { HasOptedOutOfEmail: false, DoNotCall: false, ...(object === 'Lead' && { IsConverted: false }), ...fields };
    this.records.set(Id, { Id, object, fields: whole, modifiedMs: now(), isDeleted: false, masterId: null });
    return Id;
  }

  edit(id: string, fields: Fields): void {
    const record = this.get(id);
    record.fields = { ...record.fields, ...fields };
    record.modifiedMs = now();
  }

  delete(id: string, masterId: string | null = null): void {
    Object.assign(this.get(id), { isDeleted: true, masterId, modifiedMs: now() });
  }

  /** What Salesforce makes of a lead: a contact that has its standard fields, and a lead that says so and is written no more. */
  convert(id: string): string {
    const { fields } = this.get(id);
    const values = [...PERSON, ...FLAGS].map((name) => [name, fields[name]]);
    const address = ADDRESS.map((name) => [`Mailing${name}`, fields[name]]);
    const contactId = this.create('Contact', Object.fromEntries([...values, ...address]));
    this.edit(id, { IsConverted: true, ConvertedContactId: contactId, ConvertedDate: new Date(now()).toISOString().slice(0, 10) });
    return contactId;
  }

  get(id: string): SfRecord {
    const record = this.records.get(id);
    if (!record) throw new Refusal(404, 'NOT_FOUND');
    return record;
  }

  live(object: ObjectName): SfRecord[] {
    return [...this.records.values()].filter((one) => one.object === object && !one.isDeleted);
  }

  describe(object: string): object {
    if (!isObject(object)) throw new Refusal(404, 'NOT_FOUND');
    const fields = [...KEPT[object], ...WRITABLE[object]].map((name) => ({ name, externalId: false, unique: false }));
    const idField = this.withIdField.has(object) ? [{ name: ID_FIELD, externalId: true, unique: true }] : [];
    return { name: object, fields: [...fields, ...idField] };
  }

  /** Knows the forms of query that are asked, and refuses any other. @param ignoring whether every page is the first one */
  query(soql: string, withDeleted: boolean, ignoring: boolean): object {
    const [, isUsers, lastUser = '', mostUsers = ''] =
      /^(SELECT Id, Email, IsActive FROM User WHERE UserType = 'Standard')(?: AND Id > '(\w+)')? ORDER BY Id LIMIT (\d+)$/.exec(soql) ?? [];
    if (isUsers !== undefined) return this.#usersAfter(lastUser, Number(mostUsers));
    const [, list = '', object = '', condition = '', limit = ''] =
      /^SELECT (.+) FROM (\w+) WHERE (.+?)(?: ORDER BY SystemModstamp, Id)? LIMIT (\d+)$/.exec(soql) ?? [];
    if (!isObject(object)) throw new Refusal(400, 'MALFORMED_QUERY');
    const names = list.split(', ');
    const visible = [...this.records.values()]
      .filter((one) => one.object === object && (withDeleted || !one.isDeleted))
      .sort((a, b) => a.modifiedMs - b.modifiedMs || (a.Id < b.Id ? -1 : 1));
    const found = visible.filter(this.#conditionOf(object, condition, ignoring));
    return this.#page(found.slice(0, Number(limit)), names, object);
  }

  /** What lies behind a locator, for once; undefined when there is no such one. */
  more(path: string): object | undefined {
    const open = this.#locators.get(path);
    return open && this.#page(open.rest, open.names, open.rest[0]?.object ?? 'Lead');
  }

  /** Each record goes in or fails alone. */
  save(record: Fields): object {
    return this.#save(record, record['id'] as string);
  }

  upsert(record: Fields): object {
    const type = typeOf(record);
    const known = type && this.live(type).find(({ fields }) => fields[ID_FIELD] === record[ID_FIELD]);
    return this.#save(record, known?.Id);
  }

  #usersAfter(last: string, limit: number): object {
    const found = this.users.filter(({ Id }) => Id > last).sort((one, other) => (one.Id < other.Id ? -1 : 1));
    const records = found.slice(0, Math.min(limit, this.mostAtOnce));
    return { totalSize: found.length, done: records.length === Math.min(found.length, limit), records };
  }

  #conditionOf(object: ObjectName, condition: string, ignoring: boolean): (record: SfRecord) => boolean {
    const [, field = '', values] = /^(\w+) IN \((.+)\)$/.exec(condition) ?? [];
    if (values !== undefined) {
      const wanted = [...values.matchAll(/'((?:\\.|[^'\\])*)'/g)].map(([, value = '']) => value.replace(/\\(.)/g, '$1').toLowerCase());
      return (record) => wanted.includes(String(this.#value(object, record, field)).toLowerCase());
    }
    const changes =
      /^(?:(\w+) != null AND )?(?:SystemModstamp >= (\S+)|\(SystemModstamp > (\S+) OR \(SystemModstamp = \S+ AND Id > '(\w+)'\)\)) AND SystemModstamp <= (\S+)$/.exec(
        condition,
      );
    if (!changes) throw new Refusal(400, 'MALFORMED_QUERY');
    const [, needed, from, after = '', afterId = '', until = ''] = changes;
    const at = Date.parse(from ?? after);
    const isNext = ({ modifiedMs, Id }: SfRecord): boolean =>
      from === undefined ? modifiedMs > at || (modifiedMs === at && Id > afterId) : modifiedMs >= at;
    return (record) =>
      (ignoring || isNext(record)) &&
      record.modifiedMs <= Date.parse(until) &&
      (needed === undefined || this.#value(object, record, needed) !== null);
  }

  /** An answer may hold fewer than were asked for; the rest lies behind a locator. */
  #page(asked: readonly SfRecord[], names: readonly string[], object: ObjectName): object {
    const page = asked.slice(0, this.mostAtOnce);
    const rest = asked.slice(this.mostAtOnce);
    for (const name of names) this.#demandField(object, name);
    const records = page.map((record) => Object.fromEntries(names.map((name) => [name, this.#value(object, record, name)])));
    const locator = `/query/01g${randomUUID()}-${page.length}`;
    if (rest.length > 0) this.#locators.set(locator, { rest, names });
    const more = rest.length > 0 ? { nextRecordsUrl: `${API}${locator}` } : {};
    return { totalSize: asked.length, done: rest.length === 0, records, ...more };
  }

  #value(object: ObjectName, { Id, fields, modifiedMs, isDeleted, masterId }: SfRecord, name: string): unknown {
    this.#demandField(object, name);
    const own: Fields = {
      Id,
      SystemModstamp: new Date(modifiedMs).toISOString().replace('Z', '+0000'),
      IsDeleted: isDeleted,
      MasterRecordId: masterId,
      OwnerId: fields['OwnerId'] ?? API_USER,
    };
    return own[name] ?? fields[name] ?? null;
  }

  #demandField(object: ObjectName, name: string): void {
    const isThere = name === ID_FIELD ? this.withIdField.has(object) : [...KEPT[object], ...WRITABLE[object]].includes(name);
    if (!isThere) throw new Refusal(400, 'INVALID_FIELD');
  }

  #refusedValue({ OwnerId: owner, Interests__c: interests, Budget__c: budget }: Fields): [string, string[]] | undefined {
    const user = this.users.find(({ Id }) => Id === owner);
    if (owner === null) return ['FIELD_INTEGRITY_EXCEPTION', ['OwnerId']];
    if (owner !== undefined && !user) return ['INVALID_CROSS_REFERENCE_KEY', ['OwnerId']];
    if (user && !user.IsActive) return ['INACTIVE_OWNER_OR_USER', ['OwnerId']];
    if (typeof budget === 'string') return ['INVALID_TYPE_ON_FIELD_IN_RECORD', ['Budget__c']];
    const isOffered = typeof interests !== 'string' || interests.split(';').every((one) => INTERESTS.includes(one));
    return isOffered ? undefined : ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', ['Interests__c']];
  }

  #save(record: Fields, id: string | undefined): object {
    const { attributes: _attributes, id: _id, ...fields } = record;
    const type = typeOf(record);
    const fail = (statusCode: string, names: readonly string[] = []): object => ({
      success: false,
      errors: [{ statusCode, message: statusCode, fields: names }],
    });
    const known = id === undefined ? undefined : this.records.get(id);
    if (type === undefined || (known && known.object !== type)) return fail('INVALID_TYPE');
    const writable = [...WRITABLE[type], ...(this.withIdField.has(type) ? [ID_FIELD] : [])];
    const unknown = Object.keys(fields).filter((name) => !writable.includes(name));
    if (unknown.length > 0) return fail('INVALID_FIELD', unknown);
    if (id !== undefined && (!known || known.isDeleted)) return fail('ENTITY_IS_DELETED');
    if (known?.fields['IsConverted'] === true) return fail('CANNOT_UPDATE_CONVERTED_LEAD');
    const whole = { ...known?.fields, ...fields };
    const missing = REQUIRED[type].filter((name) => !whole[name]);
    if (missing.length > 0) return fail('REQUIRED_FIELD_MISSING', missing);
    const refused = this.#refusedValue(fields);
    if (refused) return fail(...refused);
    if (String(whole['Title'] ?? '').length > 128) return fail('STRING_TOO_LONG', ['Title']);
    const key = id ?? this.create(type, {});
    this.edit(key, typeof fields['Interests__c'] === 'string' ? { ...fields, Interests__c: chosen(fields['Interests__c']) } : fields);
    return { id: key, success: true, errors: [], created: id === undefined };
  }
}

/** In the order of the picklist, whatever the order in which they were chosen. */
const chosen = (list: string): string => INTERESTS.filter((one) => list.split(';').includes(one)).join(';');

const isObject = (name: string): name is ObjectName => name === 'Lead' || name === 'Contact';

function typeOf({ attributes }: Fields): ObjectName | undefined {
  const { type = '' } = (attributes ?? {}) as { type?: string };
  return isObject(type) ? type : undefined;
}
