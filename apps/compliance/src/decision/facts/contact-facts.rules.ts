import type { DecisionFacts, DecisionInputs } from '@leadstream/contracts';
import { holdingAt } from '../../consent/family/standing.rules.js';
import { linesAt } from '../../consent/person/person-ledger.rules.js';
import type { Dealing } from '../../dealing/dealing.js';
import { blocks } from '../../dnc/dnc.rules.js';
import type { AnsweringList } from '../../dnc/check/block-reasons.rules.js';
import { concernsContact } from '../../dnc/lists/list-answer.rules.js';
import { holdsUp } from '../../opt-out/blocked-channels.rules.js';
import { addressFor } from '../judgement/decision.rules.js';
import type { LedgerLine, PersonRecord } from './person-record.js';
import type { Question } from './question.js';

/** The inputs of a decision, all but the contacts that are counted. */
export interface ReadFacts {
  readonly facts: Omit<DecisionFacts, 'contacts'>;
  readonly inputs: DecisionInputs;
}

/** What decisions of one batch share. */
export interface SharedFacts {
  readonly policy: DecisionFacts['policy'];
  /** Of the entries. */
  readonly listVersion: number;
  /** Lists of numbers that were asked. */
  readonly lists: readonly AnsweringList[];
}

/** What of a person's record a decision about one channel and purpose depends on. */
export function factsFor(
  record: PersonRecord,
  { channel, purpose, at }: Pick<Question, 'channel' | 'purpose' | 'at'>,
  { policy, listVersion, lists }: SharedFacts,
): ReadFacts {
  const { lead, merged } = record.family;
  const lines = linesAt(record.ledger, at).filter((line) => line.channel === channel && line.purpose === purpose);
  const consent = holdingAt(lines, merged, at);
  const blocking = record.listed.filter((entry) => blocks(entry, channel, at));
  const concerns = (source: string): boolean => concernsContact(source, channel, purpose);
  const dncLists = record.lists.filter(({ source }) => concerns(source));
  const numberLists = lists
    .filter(({ state }) => concerns(state.source))
    .map(({ state: { source, version, listedAt } }) => ({ source, version, listedAt }));
  const ofDomains = blocking.filter(({ kind }) => kind === 'domain').length;
  const waiting = record.waiting.filter((review) => holdsUp(review, channel));
  return {
    facts: {
      lead: {
        isKnown: lead !== undefined,
        deletedAt: lead?.deletedAt?.toISOString() ?? null,
        hasAddress: lead !== undefined && addressFor(channel, lead) !== null,
      },
      consent: consent ? consentFact(consent) : null,
      dncEntries: blocking.length,
      ...(ofDomains > 0 && { dncDomainEntries: ofDomains }),
      dncExpiresAt: firstOf(blocking.flatMap(({ expiresAt }) => expiresAt ?? [])),
      ...(dncLists.length > 0 && { dncLists }),
      waitingOptOuts: waiting.length,
      ...(record.erasing.length > 0 && { erasuresUnderWay: record.erasing.length }),
      place: record.place,
      purchasedAt: lastOf(record, 'purchase'),
      inquiredAt: lastOf(record, 'inquiry'),
      policy,
    },
    inputs: {
      leadVersion: lead?.sequence ?? null,
      consentEntryId: consent?.entryId ?? null,
      dncEntryIds: blocking.map(({ id }) => id),
      dncListVersion: listVersion,
      ...(numberLists.length > 0 && { numberLists }),
      optOutReviewIds: waiting.map(({ id }) => id),
      ...(record.erasing.length > 0 && { erasureIds: [...record.erasing] }),
    },
  };
}

function firstOf(instants: readonly string[]): string | null {
  return instants.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

function lastOf({ dealings }: PersonRecord, kind: Dealing['kind']): string | null {
  const instants = dealings.filter((dealing) => dealing.kind === kind).map(({ dealtAt }) => dealtAt.getTime());
  return instants.length === 0 ? null : new Date(Math.max(...instants)).toISOString();
}

function consentFact({ state, basis, statedAt, expiresAt }: LedgerLine): NonNullable<DecisionFacts['consent']> {
  return { state, basis, statedAt: statedAt.toISOString(), ...(expiresAt && { expiresAt: expiresAt.toISOString() }) };
}
