import type { z } from 'zod';
import type { TopicContract } from './define-topic.js';

/** The service that is allowed to publish an event. */
export type Producer = 'lead' | 'engagement' | 'email-events' | 'compliance' | 'analytics' | 'gateway';

/** One event type in one version. Within a version only optional fields are ever added. */
export interface EventContract<S extends z.ZodObject = z.ZodObject, T extends string = string> {
  /** `noun.past-participle`, for example `lead.captured`. */
  readonly type: T;
  readonly version: number;
  readonly producer: Producer;
  readonly topic: TopicContract;
  /** Field of `data` that names the aggregate: second half of the record key, and the CloudEvents subject. */
  readonly aggregate: keyof z.infer<S> & string;
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
  readonly data: DataOf<C>;
}

const EVENT_TYPE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** @throws RangeError when the type is not `noun.past-participle` or the version not a positive integer */
export function defineEvent<const T extends string, S extends z.ZodObject>(contract: EventContract<S, T>): EventContract<S, T> {
  if (!EVENT_TYPE.test(contract.type)) throw new RangeError(`event type must be noun.past-participle: ${contract.type}`);
  if (!Number.isInteger(contract.version) || contract.version < 1) throw new RangeError(`${contract.type}: version must be 1 or more`);
  return Object.freeze(contract);
}
