/** The servers of this test run, as `tools/test.ts` made them known. */
export interface TestStack {
  /** Admin URL of the Postgres. */
  readonly postgresUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly redisUrl: string;
  /** Database that went through every migration; spec files get clones of it. */
  readonly templateDatabase: string;
  /** Password of every slice role in the test stack. */
  readonly rolePassword: string;
  /** Ignored folder for what a spec writes; processes whose pid files lie in a folder below it end with the run. */
  readonly folder: string;
  /** Program that starts a broker in a folder, and runs the programs of Kafka's Java client. */
  readonly kafkaProgram: string;
  /** `host:port` of the PgBouncer that services and relays go through; undefined in a run without one. */
  readonly poolerAddress: string | undefined;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run integration specs through \`npm test -- <path>\`, which brings the servers up`);
  return value;
}

/** @throws Error in one line when the spec was started without the servers */
export function testStack(): TestStack {
  return {
    postgresUrl: variable('TEST_POSTGRES_URL'),
    kafkaBrokers: variable('TEST_KAFKA_BROKERS').split(','),
    redisUrl: variable('TEST_REDIS_URL'),
    templateDatabase: variable('TEST_TEMPLATE_DATABASE'),
    rolePassword: variable('TEST_ROLE_PASSWORD'),
    folder: variable('TEST_FOLDER'),
    kafkaProgram: variable('TEST_KAFKA_PROGRAM'),
    poolerAddress: process.env['TEST_POOLER_ADDRESS'],
  };
}
