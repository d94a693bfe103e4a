import type { ProduceResult } from '@platformatic/kafka';

/** As a broker answers a produce request; the library hangs it on the error when one of its partitions failed. */
interface ProduceAnswer {
  readonly responses?: readonly {
    readonly name: string;
    readonly partitionResponses: readonly { readonly index: number; readonly errorCode: number }[];
  }[];
}

/** What the library throws: one error for the send, in it one for each broker that did not take all. */
interface SendError extends Error {
  /** By the brokers that took all. */
  readonly produced?: ProduceResult;
  readonly response?: ProduceAnswer;
  readonly errors?: readonly SendError[];
}

export const partitionName = (topic: string, partition: number): string => `${topic}:${partition}`;

/** @returns the partitions that took their records although the send failed, by {@link partitionName} */
export function writtenPartitions(error: SendError): Set<string> {
  const ofBrokers = error.produced?.offsets ?? [];
  const ofPartial = (error.response?.responses ?? []).flatMap(({ name, partitionResponses }) =>
    partitionResponses.filter(({ errorCode }) => errorCode === 0).map(({ index }) => partitionName(name, index)),
  );
  const within = (error.errors ?? []).flatMap((inner) => [...writtenPartitions(inner)]);
  return new Set([...ofBrokers.map(({ topic, partition }) => partitionName(topic, partition)), ...ofPartial, ...within]);
}
