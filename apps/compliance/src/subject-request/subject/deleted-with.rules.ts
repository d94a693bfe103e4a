import type { FormerAddress } from '../../former-address/former-address.js';
import type { KnownLead } from '../../known-lead/known-lead.js';

/** @returns leads that are deleted, went into no other, and had one of the addresses until then: restored, they have it again */
export function deletedWith(
  former: readonly Pick<FormerAddress, 'leadId' | 'lostAt'>[],
  leads: readonly Pick<KnownLead, 'leadId' | 'deletedAt' | 'mergedInto'>[],
): string[] {
  const deleted = leads.flatMap(({ leadId, deletedAt, mergedInto }) =>
    deletedAt !== null && mergedInto === null && former.some((one) => one.leadId === leadId && one.lostAt >= deletedAt) ? [leadId] : [],
  );
  return [...new Set(deleted)];
}
