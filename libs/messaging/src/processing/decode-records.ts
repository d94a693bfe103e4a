import {
  decodeBody,
  decodeEnvelope,
  type DecodeProblem,
  decodeRecorded,
  type EventContract,
  type EventEnvelope,
  type Opening,
  peekType,
} from '@leadstream/contracts';
import type { IncomingRecord } from '../kafka-client.js';
import type { AnyEvent, Handler, HandlerTable } from '../consumer/handler-table.js';
import type { PersonalData } from '../personal-data.js';

/** A record that the group handles, read. */
export interface Delivery {
  readonly record: IncomingRecord;
  readonly event: AnyEvent;
  readonly handler: Handler;
  readonly traceparent: string | undefined;
}

export interface Undecodable {
  readonly record: IncomingRecord;
  readonly problem: DecodeProblem;
}

export interface DecodedRecords {
  readonly deliveries: readonly Delivery[];
  readonly undecodable: readonly Undecodable[];
  /** Records of types that the group does not handle; only a header of theirs was read. */
  readonly foreign: number;
}

/** A record of a type that the group handles, its body still unread. */
interface Addressed {
  readonly record: IncomingRecord;
  readonly envelope: EventEnvelope;
  readonly handler: Handler;
  /** Undefined for whoever takes events of any type. */
  readonly contract: EventContract | undefined;
}

function address(record: IncomingRecord, table: HandlerTable): Addressed | DecodeProblem | undefined {
  const type = peekType(record.headers);
  if (type === undefined) return 'missing_header:ce_type';
  const versions = table.versionsOf(type);
  if (versions === undefined && table.recorder === undefined) return undefined;
  const envelope = decodeEnvelope(record.headers);
  if (!envelope.ok) return envelope.problem;
  if (table.recorder !== undefined) return { record, envelope: envelope.value, handler: table.recorder, contract: undefined };
  const route = versions?.get(envelope.value.version);
  return route === undefined ? 'unsupported_version' : { record, envelope: envelope.value, ...route };
}

function read({ record, envelope, handler, contract }: Addressed, opening: Opening | undefined): Delivery | DecodeProblem {
  const decoded =
    contract === undefined
      ? decodeRecorded(envelope, record)
      : decodeBody(contract, envelope, record.value, handler.personal === 'omit' ? 'omitted' : opening);
  if (!decoded.ok) return decoded.problem;
  return { record, event: decoded.value, handler, traceparent: envelope.traceparent };
}

/** Keys for those that are sealed and wanted in the open, all at once. */
async function openingsOf(
  addressed: readonly Addressed[],
  personal: PersonalData | undefined,
): Promise<Map<Addressed, Opening | undefined>> {
  const sealed = addressed.filter(
    ({ envelope, handler, contract }) =>
      envelope.personKeyId !== undefined && contract?.person !== undefined && handler.personal !== 'omit',
  );
  if (sealed.length === 0 || personal === undefined) return new Map();
  const openings = await personal.openings(sealed.map(({ envelope }) => envelope));
  return new Map(sealed.map((one, index) => [one, openings[index]]));
}

/**
 * Reads records of one partition for a group; order is kept.
 * @throws DomainError of kind `unavailable` when keys of persons cannot be had
 */
export async function decodeRecords(
  records: readonly IncomingRecord[],
  table: HandlerTable,
  personal: PersonalData | undefined,
): Promise<DecodedRecords> {
  const found = records.map((record) => [record, address(record, table)] as const);
  const openings = await openingsOf(
    found.flatMap(([, one]) => (typeof one === 'object' ? [one] : [])),
    personal,
  );
  const deliveries: Delivery[] = [];
  const undecodable: Undecodable[] = [];
  let foreign = 0;
  for (const [record, one] of found) {
    const result = typeof one === 'object' ? read(one, openings.get(one)) : one;
    if (result === undefined) foreign += 1;
    else if (typeof result === 'string') undecodable.push({ record, problem: result });
    else deliveries.push(result);
  }
  return { deliveries, undecodable, foreign };
}
