import { testDatabase, type TestDatabase } from '@leadstream/testing';
import { Keyring } from '../encryption/keyring.js';
import { TenantDatabase } from '../tenant-database.js';
import { PersonVault, type PersonVaultOptions } from './person-vault.js';

const secret = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
export const FIRST_KEY = `k1:${secret(1)}`;
export const SECOND_KEY = `k2:${secret(2)}`;

/** A database with a vault, and members of a fleet that use it. */
export interface VaultStage {
  readonly own: TestDatabase;
  /** One more process with caches of its own. */
  member(options?: Partial<PersonVaultOptions> & { readonly keys?: string }): PersonVault;
  owner(): TenantDatabase;
  close(): Promise<void>;
}

export async function vaultStage(): Promise<VaultStage> {
  const own = await testDatabase();
  const databases: TenantDatabase[] = [];
  const connect = (url: string): TenantDatabase => {
    const database = new TenantDatabase({ url, poolSize: 4, applicationName: 'spec-vault' });
    databases.push(database);
    return database;
  };
  return {
    own,
    member: ({ keys = FIRST_KEY, ...options } = {}) =>
      new PersonVault({ database: connect(own.serviceUrl('vault')), keyring: Keyring.parse(keys), ...options }),
    owner: () => connect(own.ownerUrl('vault')),
    close: async () => {
      await Promise.all(databases.map((database) => database.end()));
      await own.drop();
    },
  };
}
