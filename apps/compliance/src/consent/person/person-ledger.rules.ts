import type { FormerHolder } from '../../former-address/former-address.js';
import type { LeadFamily } from '../../known-lead/known-lead.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { standingsAt } from '../family/standing.rules.js';
import { REACHES } from '../reach.js';
import { addressKey, heldAddresses } from './held-address.rules.js';
import type { Person } from './person.js';
import type { EarlierHolder, LineOfMatter, PersonLedger } from './person-ledger.js';

/** What was read for some persons, and for whoever had their addresses before. */
export interface ReadLedgers<L extends LineOfMatter> {
  /** By lead. */
  readonly lines: ReadonlyMap<string, readonly L[]>;
  /** By {@link addressKey}. */
  readonly holders: ReadonlyMap<string, readonly FormerHolder[]>;
  /** Of the holders' roots, by root. */
  readonly families: ReadonlyMap<string, LeadFamily>;
}

/** What counts for one of the persons. Who had an address under another lead of the same person is no other holder of it. */
export function personLedger<L extends LineOfMatter>(
  { leadId, family }: Person,
  { lines, holders, families }: ReadLedgers<L>,
): PersonLedger<L> {
  const linesOf = (ids: readonly string[]): L[] => ids.flatMap((id) => lines.get(id) ?? []);
  const members = familyIds(leadId, family);
  if (holders.size === 0) return { own: linesOf(members), earlier: [] };
  const earlier = heldAddresses(family).flatMap(({ heldBy, ...address }) =>
    (holders.get(addressKey(address)) ?? []).flatMap((holder): EarlierHolder<L>[] => {
      if (members.includes(holder.leadId)) return [];
      const root = families.get(holder.rootId) ?? { lead: undefined, merged: [] };
      return [
        {
          leadId: holder.leadId,
          kind: address.kind,
          heldBy,
          merged: root.merged,
          ledger: linesOf(familyIds(holder.rootId, root)).filter((line) => speaksOf(line, holder, root)),
        },
      ];
    }),
  );
  return { own: linesOf(members), earlier };
}

/**
 * Whoever objects speaks of the addresses that it has, or had when its lead went: not of one in whose place another had been put before, for that may
 * have been somebody else's all the time. An erasure finds out whose it is, and closes what is nobody else's.
 */
function speaksOf(
  { isObjection = false, statedAt }: LineOfMatter,
  { leadId, lostAt }: FormerHolder,
  { lead, merged }: LeadFamily,
): boolean {
  if (!isObjection || statedAt <= lostAt) return true;
  const wentAt = [lead, ...merged].find((one) => one?.leadId === leadId)?.deletedAt ?? null;
  return wentAt !== null && lostAt >= wentAt;
}

/**
 * The lines that count for a person at an instant: its own, and what stands withdrawn of those who had its addresses before, as if it had been said
 * by the lead that has the address now. So nobody is reached again by being captured anew with an older consent, and a later one lifts it.
 */
export function linesAt<L extends LineOfMatter>({ own, earlier }: PersonLedger<L>, at: Date): readonly L[] {
  return earlier.length === 0 ? own : [...own, ...earlier.flatMap((holder) => objectionsOf(holder, at))];
}

function objectionsOf<L extends LineOfMatter>({ kind, heldBy, merged, ledger }: EarlierHolder<L>, at: Date): L[] {
  return standingsAt(ledger, merged, at).flatMap(({ statement }) =>
    statement.state === 'withdrawn' && REACHES[statement.channel].includes(kind) ? [{ ...statement, leadId: heldBy }] : [],
  );
}
