import type { Channel, ConsentState, Temperature } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** What is known of a lead beside its row. */
export interface LeadFacts {
  /** Of leads that it names in custom fields, those that belong together by merges, as ids; what is not there stands alone. */
  readonly families?: ReadonlyMap<Uuid, readonly Uuid[]>;
  /** When it did what, in milliseconds since 1970, by kind: `message.opened`. What was taken back is not there. */
  readonly contributions: ReadonlyMap<string, readonly number[]>;
  /** As it was last told. */
  readonly temperature: Temperature;
  /** Score in tenths of points at the instant that is asked about: made only when a filter asks. */
  readonly scoreTenths: () => number;
  /** By `<channel>.<purpose>`; what is not there is not known. */
  readonly consents: ReadonlyMap<string, ConsentState>;
  /** Whether an entry forbids a channel; a channel for which the lead has no address is not there. */
  readonly doNotContact: ReadonlyMap<Channel, boolean>;
  /** When time may change what is said of consents and prohibitions, in milliseconds since 1970, at the earliest: by the name of the field. */
  readonly ends: ReadonlyMap<string, number>;
}
