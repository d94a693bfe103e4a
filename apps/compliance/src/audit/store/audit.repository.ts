import { bigintArray, bytesArray, instantArray, integerArray, type SystemTx, textArray, uuidArray } from '@leadstream/persistence';
import type { AuditEntry, AuditFact, AuditHead } from '../audit-entry.js';
import { GrowingChain } from '../chain/growing-chain.rules.js';

const open = {
  name: 'audit_chain_open',
  text: `SELECT tenant_id AS "tenantId", sequence, hash, recorded_at AS "recordedAt", known FROM open_audit_chains($1, $2)`,
};

const append = {
  name: 'audit_entry_add',
  text: `SELECT add_audit_entries(${Array.from({ length: 25 }, (_, index) => `$${index + 1}`).join(', ')})`,
};

interface OpenChainRow extends Omit<AuditHead, 'sequence'> {
  readonly tenantId: string;
  readonly sequence: string;
  readonly known: readonly string[];
}

/** Entries of a tenant, in their order. */
export interface TenantEntries {
  readonly tenantId: string;
  readonly entries: readonly AuditEntry[];
}

/** Facts by columns; nothing in them depends on the places of the facts. */
export interface FactColumns {
  /** How many facts there are. */
  readonly length: number;
  /** From `event_id` to `body`, in the order of the table. */
  readonly arrays: readonly Buffer[];
}

/** The chain of each tenant, to which entries are added and from which none is taken. */
export class AuditRepository {
  /**
   * The chains of tenants, held until the transaction ends: nobody else adds to them meanwhile. Whoever has none gets one.
   * @param eventIds of all of them
   */
  async openChains(tx: SystemTx, tenantIds: readonly string[], eventIds: readonly string[]): Promise<Map<string, GrowingChain>> {
    const rows = await tx.query<OpenChainRow>(open, [uuidArray(tenantIds), uuidArray(eventIds)]);
    return new Map(
      rows.map(({ tenantId, sequence, known, ...head }) => [
        tenantId,
        new GrowingChain(tenantId, { ...head, sequence: Number(sequence) }, known),
      ]),
    );
  }

  /** What of {@link append} can be made before the heads are held. */
  columnsOf(facts: readonly AuditFact[]): FactColumns {
    const column = <K extends keyof AuditFact>(name: K): AuditFact[K][] => facts.map((fact) => fact[name]);
    return {
      length: facts.length,
      arrays: [
        uuidArray(column('eventId')),
        textArray(column('type')),
        bigintArray(column('version')),
        textArray(column('source')),
        textArray(column('subject')),
        bigintArray(column('subjectVersion')),
        instantArray(column('occurredAt')),
        textArray(column('actor')),
        textArray(column('correlationId')),
        textArray(column('causationId')),
        uuidArray(column('leadId')),
        textArray(column('topic')),
        integerArray(column('partition')),
        bigintArray(column('offset')),
        uuidArray(column('personKeyId')),
        textArray(column('body')),
      ],
    };
  }

  /**
   * Adds entries that were made for the heads, which the caller holds.
   * What the columns are made of is looked at before anything is sent: whoever does not wait for the answer hears of it all the same.
   * @param made columns of the facts of all entries, in their order, where they were made before
   * @throws RangeError or TypeError at once for what no column takes
   */
  append(tx: SystemTx, added: readonly TenantEntries[], made?: FactColumns): Promise<unknown> {
    const heads = added.flatMap(({ tenantId, entries }) => {
      const last = entries.at(-1);
      return last === undefined ? [] : [{ tenantId, last }];
    });
    if (heads.length === 0) return Promise.resolve();
    const entries = added.flatMap((one) => one.entries);
    const columns = made?.length === entries.length ? made : this.columnsOf(entries);
    const column = <K extends keyof AuditEntry>(name: K): AuditEntry[K][] => entries.map((entry) => entry[name]);
    return tx.query(append, [
      uuidArray(heads.map(({ tenantId }) => tenantId)),
      bigintArray(heads.map(({ last }) => last.sequence)),
      bytesArray(heads.map(({ last }) => last.hash)),
      instantArray(heads.map(({ last }) => last.recordedAt)),
      uuidArray(added.flatMap(({ tenantId, entries: own }) => own.map(() => tenantId))),
      bigintArray(column('sequence')),
      instantArray(column('recordedAt')),
      ...columns.arrays,
      bytesArray(column('previousHash')),
      bytesArray(column('hash')),
    ]);
  }
}
