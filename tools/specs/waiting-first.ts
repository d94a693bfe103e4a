/**
 * Specs that mostly wait: for sessions that end, brokers that come back, leases that are over. Run last, they would keep the machine
 * waiting with them; run first, they leave it to the end-to-end specs beside them.
 */
const WAITING =
  /(kafkajs|platformatic)-(client|replicas|broker-loss)|\/oracle|intake-broker-loss|kafka-tls|local-stack|zombie|rewind-group|fencing|rebalance/;

/** Those that mostly wait first, and the others in the order that they have. */
export function waitingFirst<T extends { readonly path: string }>(tests: readonly T[]): T[] {
  const [waiting, busy] = [true, false].map((waits) => tests.filter(({ path }) => WAITING.test(path) === waits)) as [T[], T[]];
  return [...waiting, ...busy];
}
