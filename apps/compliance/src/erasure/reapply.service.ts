import { personDataRequestedV1 } from '@leadstream/contracts';
import type { IdSource, Uuid } from '@leadstream/kernel';
import type { Outbox } from '@leadstream/messaging';
import type { PersonVault, TenantDatabase } from '@leadstream/persistence';
import type { Destroyed, ErasureReadModel } from './store/erasure.read-model.js';

/** What was done again. */
export interface Reapplied {
  readonly erasures: number;
  /** Keys that had come back and ended now. */
  readonly keys: number;
}

const AT_ONCE = 100;

/** Does every erasure once more, for a vault or a slice that was brought back to an earlier time. Without harm where nothing came back. */
export class ReapplyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: ErasureReadModel,
    private readonly vault: PersonVault,
    private readonly outbox: Outbox,
    private readonly ids: IdSource,
  ) {}

  async reapply(): Promise<Reapplied> {
    let [erasures, keys] = [0, 0];
    for (const tenantId of await this.database.withoutTenant((tx) => this.readModel.findTenants(tx))) {
      for (let after: string | undefined; ;) {
        const page = await this.database.readInTenant(tenantId, (tx) => this.readModel.findDestroyed(tx, tenantId, after, AT_ONCE));
        for (const erasure of page) keys += await this.#again(tenantId, erasure);
        erasures += page.length;
        after = page.at(-1)?.id;
        if (page.length < AT_ONCE) break;
      }
    }
    return { erasures, keys };
  }

  /** Keys first, as ever. The question has hashes for addresses: nobody knows them any more, but for a service that was brought back. */
  async #again(tenantId: Uuid, { id, isComplete, leadIds, personHashes, keysDestroyedAt }: Destroyed): Promise<number> {
    const leads = leadIds.map((leadId) => `lead:${leadId}`);
    const names = [...(isComplete ? [`request:${id}`] : []), ...leads];
    const ofLeads = new Set((await this.vault.hashesOf(tenantId, leads)).map((hash) => hash.toString('base64')));
    const addressHashes = personHashes.map((hash) => hash.toString('base64')).filter((hash) => !ofLeads.has(hash));
    const destroyed =
      (await this.vault.destroy(tenantId, names)) + (await this.vault.destroyAgain(tenantId, personHashes, keysDestroyedAt));
    await this.database.inTenant(tenantId, (tx) =>
      this.outbox.add(tx, personDataRequestedV1, {
        data: {
          requestId: this.ids.next(),
          purpose: 'restore',
          step: 'erase',
          round: 1,
          leadIds: [...leadIds],
          addresses: [],
          addressHashes,
        },
        sequence: 1,
      }),
    );
    return destroyed;
  }
}
