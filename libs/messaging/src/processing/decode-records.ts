import { decodeBody, decodeEnvelope, type DecodeProblem, peekType } from '@leadstream/contracts';
import type { IncomingRecord } from '../kafka-client.js';
import type { AnyEvent, Handler, HandlerTable } from '../consumer/handler-table.js';

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

function decode(record: IncomingRecord, table: HandlerTable): Delivery | DecodeProblem | undefined {
  const type = peekType(record.headers);
  if (type === undefined) return 'missing_header:ce_type';
  const versions = table.versionsOf(type);
  if (versions === undefined) return undefined;
  const envelope = decodeEnvelope(record.headers);
  if (!envelope.ok) return envelope.problem;
  const route = versions.get(envelope.value.version);
  if (route === undefined) return 'unsupported_version';
  const decoded = decodeBody(route.contract, envelope.value, record.value);
  if (!decoded.ok) return decoded.problem;
  return { record, event: decoded.value, handler: route.handler, traceparent: envelope.value.traceparent };
}

/** Reads records of one partition for a group; order is kept. */
export function decodeRecords(records: readonly IncomingRecord[], table: HandlerTable): DecodedRecords {
  const deliveries: Delivery[] = [];
  const undecodable: Undecodable[] = [];
  let foreign = 0;
  for (const record of records) {
    const result = decode(record, table);
    if (result === undefined) foreign += 1;
    else if (typeof result === 'string') undecodable.push({ record, problem: result });
    else deliveries.push(result);
  }
  return { deliveries, undecodable, foreign };
}
