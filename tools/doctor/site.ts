import type { KafkaClient } from '@leadstream/messaging';
import { type Schema, type ServiceSchema, SliceMigrator, type SystemTx, TenantDatabase } from '@leadstream/persistence';

/** What of a database the checks use: transactions that only read. */
export interface ReadOnlyDatabase {
  withoutTenant<T>(work: (tx: SystemTx) => Promise<T>): Promise<T>;
}

/** Where Leadstream's parts are. */
export interface SiteAddresses {
  /** The stack of this checkout, which `npm start` runs; otherwise an installation. */
  readonly isLocal: boolean;
  /** What is looked at: slices, and the vault. */
  readonly schemas: readonly Schema[];
  readonly ownerUrl: (slice: Schema) => string;
  readonly relayUrl: (slice: ServiceSchema) => string;
  /** Of a role that sees all sessions; undefined when there is none. */
  readonly adminUrl: string | undefined;
  readonly kafka: KafkaClient;
  /** Stands before topic names and group ids; empty outside of tests. */
  readonly topicPrefix: string;
  readonly redisUrl: string | undefined;
  /** Key encryption keys as the apps take them; undefined: it cannot be seen whether they open what is sealed. */
  readonly encryptionKeys: string | undefined;
}

/** Name by which the doctor's own sessions are left out of what it looks at. */
export const DOCTOR = 'leadstream-doctor';

/** All checks look at once, and a server in trouble answers late. */
const POOL = { poolSize: 3, acquireTimeoutMs: 10_000 } as const;

/** An installation as the doctor sees it. He reads and changes nothing. */
export class Site {
  readonly addresses: SiteAddresses;
  readonly #databases: Map<string, TenantDatabase>;

  constructor(addresses: SiteAddresses, databases = new Map<string, TenantDatabase>()) {
    this.addresses = addresses;
    this.#databases = databases;
  }

  get schemas(): readonly Schema[] {
    return this.addresses.schemas;
  }

  /** Schemas that a service owns. */
  get slices(): readonly ServiceSchema[] {
    return this.schemas.filter((schema) => schema !== 'vault');
  }

  get kafka(): KafkaClient {
    return this.addresses.kafka;
  }

  get topicPrefix(): string {
    return this.addresses.topicPrefix;
  }

  /** The schema as its owner sees it: the catalogue, tables without tenant, and of tenants' rows what a policy opens to the owner. */
  owner(schema: Schema): ReadOnlyDatabase {
    return this.#open(this.addresses.ownerUrl(schema));
  }

  /** The slice's outbox, of all tenants. */
  relay(slice: ServiceSchema): ReadOnlyDatabase {
    return this.#open(this.addresses.relayUrl(slice));
  }

  /** A connection to each server of the schemas, with the widest sight there is. */
  servers(): { readonly name: string; readonly database: ReadOnlyDatabase }[] {
    const { adminUrl, ownerUrl } = this.addresses;
    const urls = new Map(this.schemas.map((schema) => [new URL(ownerUrl(schema)).host, ownerUrl(schema)]));
    if (adminUrl !== undefined) urls.set(new URL(adminUrl).host, adminUrl);
    return [...urls].map(([name, url]) => ({ name, database: this.#open(url) }));
  }

  migrator(schema: Schema): SliceMigrator {
    return new SliceMigrator({ schema, ownerUrl: this.addresses.ownerUrl(schema) });
  }

  /** The same place, of which only some schemas are looked at; connections are shared. */
  only(schemas: readonly Schema[]): Site {
    return new Site({ ...this.addresses, schemas }, this.#databases);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#databases.values()].map((database) => database.end()));
  }

  #open(url: string): ReadOnlyDatabase {
    const database = this.#databases.get(url) ?? new TenantDatabase({ url, ...POOL, applicationName: DOCTOR });
    this.#databases.set(url, database);
    return {
      withoutTenant: (work) =>
        database.withoutTenant(async (tx) => {
          await tx.execute('SET TRANSACTION READ ONLY');
          return work(tx);
        }),
    };
  }
}

/** Rows of one statement. */
export function rowsOf<R>(database: ReadOnlyDatabase, sql: string, values: readonly unknown[] = []): Promise<R[]> {
  return database.withoutTenant((tx) => tx.query<R>(sql, values));
}
