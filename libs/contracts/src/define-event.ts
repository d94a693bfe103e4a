import type { z } from 'zod';
import type { TopicContract } from './define-topic.js';
import { placeholdersOf, SEALED_FIELD } from './personal-fields.js';

/** Every service there is. */
export const SERVICES = ['lead', 'engagement', 'email-events', 'compliance', 'analytics', 'gateway'] as const;
/** A service that is allowed to publish an event. */
export type Producer = (typeof SERVICES)[number];

/** One event type in one version. Within a version only optional fields are ever added. */
export interface EventContract<S extends z.ZodObject = z.ZodObject, T extends string = string> {
  /** `noun.past-participle`, for example `lead.captured`. */
  readonly type: T;
  readonly version: number;
  /** Several where each of them answers the same question. */
  readonly producer: Producer | readonly Producer[];
  readonly topic: TopicContract;
  /** Field of `data` that names the aggregate: second half of the record key, and the CloudEvents subject. */
  readonly aggregate: keyof z.infer<S> & string;
  /**
   * Whose personal fields these are, with names of fields of `data` in braces: `lead:{leadId}`. Destroying the key that goes
   * by this name erases them from every log. Needed where a field is marked personal.
   */
  readonly person?: `${string}{${keyof z.infer<S> & string}}`;
  readonly data: S;
}

export type DataOf<C extends EventContract> = z.infer<C['data']>;

/** A decoded event as handlers receive it. */
export interface EventOf<C extends EventContract> {
  readonly id: string;
  readonly type: C['type'];
  readonly version: number;
  readonly source: string;
  /** When the fact became true for the producer, UTC. */
  readonly time: Date;
  readonly tenantId: string;
  /** Id of the aggregate. */
  readonly subject: string;
  /** Version of the aggregate after the change; grows by the commit order of one aggregate. */
  readonly sequence: number;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  /** Who is behind it: `member:<id>`, `api-key:<id>`, `system:<job or group>`; undefined where its producer did not say. */
  readonly actor?: string | undefined;
  readonly data: DataOf<C>;
}

/** The services that may publish the event, at least one. */
export function producersOf({ producer }: Pick<EventContract, 'producer'>): readonly Producer[] {
  return typeof producer === 'string' ? [producer] : producer;
}

/**
 * What a record names as its source.
 * @param service who publishes; may be left out where the contract leaves no choice
 * @throws RangeError when the service may not publish the event, or is not told and several may: a bug
 */
export function sourceOf(contract: Pick<EventContract, 'producer' | 'type'>, service?: string): string {
  if (typeof contract.producer === 'string') return contract.producer;
  const source = contract.producer.find((producer) => producer === service);
  if (source === undefined) throw new RangeError(`${contract.type}: ${service ?? 'nobody'} is none of its producers`);
  return source;
}

const PERSON = /^([a-z]+|\{[A-Za-z]+\}):\{[A-Za-z]+\}$/;
const EVENT_TYPE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** @throws RangeError when type, version, person or a field's name are not as contracts have them */
export function defineEvent<const T extends string, S extends z.ZodObject>(contract: EventContract<S, T>): EventContract<S, T> {
  if (!EVENT_TYPE.test(contract.type)) throw new RangeError(`event type must be noun.past-participle: ${contract.type}`);
  if (!Number.isInteger(contract.version) || contract.version < 1) throw new RangeError(`${contract.type}: version must be 1 or more`);
  if (producersOf(contract).length === 0) throw new RangeError(`${contract.type}: somebody must publish it`);
  const fields = Object.keys(contract.data.shape);
  if (fields.includes(SEALED_FIELD)) throw new RangeError(`${contract.type}: no field may be called ${SEALED_FIELD}`);
  const { person } = contract;
  if (person !== undefined && !(PERSON.test(person) && placeholdersOf(person).every((name) => fields.includes(name)))) {
    throw new RangeError(`${contract.type}: person must be <kind>:{field}, with fields of data`);
  }
  return Object.freeze(contract);
}
