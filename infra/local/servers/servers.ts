/** The three servers of a stack, in the order in which they are named everywhere. */
export const SERVERS = ['postgres', 'kafka', 'redis'] as const;
export type ServerName = (typeof SERVERS)[number];

/** Where a server of the stack comes from. */
export type ServerSource = 'given' | 'compose' | 'embedded';

/** How to reach the servers: an admin URL, a comma list of brokers, and a URL. */
export type ServerAddresses = Readonly<Record<ServerName, string>>;

const VARIABLES: Readonly<Record<ServerName, string>> = {
  postgres: 'LEADSTREAM_POSTGRES_URL',
  kafka: 'LEADSTREAM_KAFKA_BROKERS',
  redis: 'LEADSTREAM_REDIS_URL',
};

/** Connection strings that the environment gives; those servers are used as they are, never started or stopped. */
export function givenAddresses(environment: NodeJS.ProcessEnv = process.env): Partial<ServerAddresses> {
  return Object.fromEntries(
    SERVERS.flatMap((name) => {
      const value = environment[VARIABLES[name]];
      return value ? [[name, value]] : [];
    }),
  );
}

/** An address fit for a log line: without user and password. */
export function publicAddress(address: string): string {
  return address.includes('://') ? new URL(address).host : address;
}
