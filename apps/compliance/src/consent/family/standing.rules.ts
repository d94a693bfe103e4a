import type { Channel, ConsentEntry, ConsentStanding, Purpose } from '@leadstream/contracts';
import { isOver } from '../consent.rules.js';
import { familyConsent, type MergedLead, type StatementOfLead } from './family-consent.rules.js';

/** The statement on which a channel and purpose stand. */
export interface Standing<S> {
  readonly statement: S;
  /** It was given for a time that is over: nobody may rely on it. */
  readonly isExpired: boolean;
}

/**
 * Where consent for one channel and purpose stands at an instant. A grant for a time had lifted what was withdrawn before for that time only:
 * once it is over the withdrawal stands again, and where there was none, nothing does.
 * @param ledger as of {@link familyConsent}, nothing stated after `at` in it
 */
export function standingAt<S extends StatementOfLead>(
  ledger: readonly S[],
  merged: readonly MergedLead[],
  at: Date,
): Standing<S> | undefined {
  const statement = familyConsent(ledger, merged, at);
  return statement && { statement, isExpired: isOver(statement, at) };
}

/** The statement that holds at an instant; undefined when none does, or none any more. */
export function holdingAt<S extends StatementOfLead>(ledger: readonly S[], merged: readonly MergedLead[], at: Date): S | undefined {
  const standing = standingAt(ledger, merged, at);
  return standing?.isExpired === false ? standing.statement : undefined;
}

interface Matter {
  readonly channel: Channel;
  readonly purpose: Purpose;
}

/** As {@link standingAt}, for every channel and purpose that was ever stated. */
export function standingsAt<S extends StatementOfLead & Matter>(
  ledger: readonly S[],
  merged: readonly MergedLead[],
  at: Date,
): Standing<S>[] {
  const matters = Map.groupBy(ledger, ({ channel, purpose }) => `${channel} ${purpose}`);
  return [...matters.values()].flatMap((statements) => standingAt(statements, merged, at) ?? []);
}

type Told = StatementOfLead & Matter & { readonly entryId: string; readonly basis: ConsentEntry['basis'] };

/** A standing as callers are told. */
export function toldStanding({ statement, isExpired }: Standing<Told>): ConsentStanding {
  const { channel, purpose, state, basis, statedAt, expiresAt, entryId } = statement;
  return {
    channel,
    purpose,
    state: isExpired ? 'expired' : state,
    basis,
    statedAt: statedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    entryId,
  };
}
