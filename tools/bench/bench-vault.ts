import { type PersonalData, VaultPersonalData } from '@leadstream/messaging';
import { Keyring, PersonVault, TenantDatabase } from '@leadstream/persistence';

/** How a process comes to the vault of the benchmark's servers. */
export interface VaultAccess {
  readonly url: string;
  readonly encryptionKeys: string;
}

export interface BenchVault {
  readonly personal: PersonalData;
  end(): Promise<void>;
}

/** Seals and opens as the services do. */
export function openVault({ url, encryptionKeys }: VaultAccess): BenchVault {
  const database = new TenantDatabase({ url, poolSize: 2, applicationName: 'bench-vault' });
  const vault = new PersonVault({ database, keyring: Keyring.parse(encryptionKeys) });
  return { personal: new VaultPersonalData(vault), end: () => database.end() };
}

/** Writes everything as it is: what sealed writes are held against. */
export const inTheOpen: PersonalData = {
  sealings: async (_tenantId, events) => events.map(() => undefined),
  openings: async (envelopes) => envelopes.map(() => undefined),
};
