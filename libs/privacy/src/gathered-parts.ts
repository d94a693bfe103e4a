import type { PersonalRecord } from './personal-store.js';

/** A record, and the store that it comes from. */
export interface GatheredRecord {
  readonly store: string;
  readonly fields: PersonalRecord;
}

/** Records that are told in one event. */
export interface GatheredPart {
  /** From 1. */
  readonly part: number;
  readonly last: boolean;
  readonly records: readonly GatheredRecord[];
}

/** Sealed and in base64 it is a third more, far below the megabyte that a record may have. */
export const PART_BYTES = 256 * 1024;
/** Of a record that is too large for a part; as text within text it may double, and three bytes a character are the most. */
const PIECE_CHARACTERS = 64 * 1024;

const sizeOf = (record: GatheredRecord): number => Buffer.byteLength(JSON.stringify(record));

/** A record that fits: the record itself, or, of one that is too large, its JSON in pieces, to be put together in their order. */
function piecesOf(record: GatheredRecord): readonly GatheredRecord[] {
  if (sizeOf(record) <= PART_BYTES) return [record];
  const json = JSON.stringify(record.fields);
  const pieces = Math.ceil(json.length / PIECE_CHARACTERS);
  return Array.from({ length: pieces }, (_, index) => ({
    store: record.store,
    fields: { piece: index + 1, pieces, json: json.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS) },
  }));
}

/** Deals records out to parts of bounded size, in their order; there is always a last one, if an empty one. */
export async function* partsOf(records: AsyncIterable<GatheredRecord>): AsyncGenerator<GatheredPart> {
  let part = 1;
  let held: GatheredRecord[] = [];
  let heldBytes = 0;
  for await (const record of records) {
    for (const piece of piecesOf(record)) {
      const bytes = sizeOf(piece);
      if (held.length > 0 && heldBytes + bytes > PART_BYTES) {
        yield { part, last: false, records: held };
        part += 1;
        held = [];
        heldBytes = 0;
      }
      held.push(piece);
      heldBytes += bytes;
    }
  }
  yield { part, last: true, records: held };
}
