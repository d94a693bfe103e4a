import type { ConsentEntry, EventOf, leadPermissionsRevertedV1 } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { lastStated, later } from '../consent/consent.rules.js';
import { holdingAt } from '../consent/family/standing.rules.js';
import type { NewConsentEntry } from '../consent/new-consent-entry.js';
import type { LineOfMatter } from '../consent/person/person-ledger.js';

export type PermissionsReverted = EventOf<typeof leadPermissionsRevertedV1>;

/** A line of the ledger, and the import that brought it. */
export interface ImportedLine extends LineOfMatter, Pick<ConsentEntry, 'basis' | 'textVersion' | 'source' | 'proof'> {
  readonly importId: string | null;
}

/**
 * The lines that end what imports granted, each with the event that ends it.
 * @param ledger all lines of the leads
 */
export function endedGrantsOf(events: readonly PermissionsReverted[], ledger: readonly ImportedLine[], now: Date, ids: IdSource) {
  const known = Map.groupBy(ledger, ({ leadId }) => leadId);
  return events.flatMap((event) => {
    const lines = known.get(event.data.leadId) ?? [];
    const entries = endedGrants(event, lines, now, ids);
    known.set(event.data.leadId, [...lines, ...entries.map(writtenLine)]);
    return entries.map((entry) => ({ entry, causedBy: event }));
  });
}

function writtenLine(entry: NewConsentEntry): ImportedLine {
  const { expiresAt, proof } = entry;
  return { ...entry, expiresAt: expiresAt ?? null, proof: proof ?? null, importId: null, entryNo: Number.MAX_SAFE_INTEGER };
}

/**
 * The lines that end what an import granted its lead. Of each channel and purpose on whose ledger the grant is the last word, one of the same instant takes
 * its place: the consent that had held without the import, or else the grant itself, over by now. So it is no withdrawal, and a file that is imported
 * again with its faults mended grants anew. What anybody stated since stays, as does what the import withdrew.
 * @param ledger all lines of the lead
 */
function endedGrants(event: PermissionsReverted, ledger: readonly ImportedLine[], now: Date, ids: IdSource): NewConsentEntry[] {
  const { importId } = event.data;
  const matters = Map.groupBy(ledger, ({ channel, purpose }) => `${channel} ${purpose}`);
  return [...matters.values()].flatMap((lines, index): NewConsentEntry[] => {
    const grant = lastStated(lines);
    if (grant?.state !== 'given' || grant.importId !== importId) return [];
    const others = lines.filter((line) => line.importId !== importId);
    const held = holdingAt(others, [], now);
    const { leadId, channel, purpose, basis, textVersion, source, proof, expiresAt } = held?.state === 'given' ? held : over(grant, now);
    const said = { leadId, channel, purpose, state: 'given' as const, basis, textVersion, source, expiresAt: expiresAt ?? undefined };
    const times = { statedAt: grant.statedAt, recordedAt: later(now, grant.statedAt) };
    return [{ ...said, ...times, id: ids.next(), proof: proof ?? undefined, origin: { eventId: event.id, index } }];
  });
}

/** A consent ends after it was given. */
function over(grant: ImportedLine, now: Date): ImportedLine {
  return { ...grant, expiresAt: later(now, new Date(grant.statedAt.getTime() + 1)) };
}
