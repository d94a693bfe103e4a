import { type ErasureCertificate, SERVICES } from '@leadstream/contracts';
import type { ErasureAnswer, StoredErasure, StoreReceipts } from './store/stored-erasure.js';

/** What is certified, and by when. */
export interface Certified {
  readonly tenantId: string;
  readonly erasure: StoredErasure;
  readonly answers: readonly ErasureAnswer[];
  /** Names of the person whose keys were destroyed. */
  readonly namesDestroyed: number;
  readonly keysDestroyedAt: Date;
  readonly certifiedAt: Date;
}

/**
 * The certificate, but for its signature: what each service removed and blanked in all its turns, and what it kept in the last.
 * @throws Error when a service has no receipt: it must not have come so far
 */
export function certificateOf(certified: Certified): Omit<ErasureCertificate, 'signature'> {
  const { tenantId, erasure, answers, namesDestroyed, keysDestroyedAt, certifiedAt } = certified;
  const services = SERVICES.map((service) => {
    const receipts = answers.filter((answer) => answer.service === service && answer.stores !== null).sort((a, b) => a.round - b.round);
    const last = receipts.at(-1);
    if (last === undefined || last.round !== erasure.round) throw new Error(`${service} has no receipt`);
    return { service, doneAt: last.answeredAt.toISOString(), stores: summed(receipts.map(({ stores }) => stores ?? [])) };
  });
  return {
    kind: 'erasure-certificate',
    version: 1,
    tenantId,
    erasureId: erasure.id,
    leadId: erasure.leadId,
    ...(erasure.subjectRequestId !== null && { subjectRequestId: erasure.subjectRequestId }),
    leadIds: [...erasure.leadIds],
    heldLeadIds: [...erasure.heldLeadIds],
    reason: erasure.reason,
    requestedAt: erasure.requestedAt.toISOString(),
    certifiedAt: certifiedAt.toISOString(),
    namesDestroyed,
    keysDestroyedAt: keysDestroyedAt.toISOString(),
    services,
  };
}

/** @param receipts of one service, the latest last; a later release may have other stores */
function summed(receipts: readonly StoreReceipts[]): StoreReceipts {
  const byStore = Map.groupBy(receipts.flat(), ({ store }) => store);
  return [...byStore.values()].map((turns) => {
    const last = turns.at(-1) as StoreReceipts[number];
    const sum = (of: 'removed' | 'blanked'): number => turns.reduce((total, turn) => total + turn[of], 0);
    return { ...last, removed: sum('removed'), blanked: sum('blanked') };
  });
}
