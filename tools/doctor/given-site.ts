import { type PasswordOf, passwordsFrom, type Schema, type ServiceSchema, type SliceRole, sliceUrl } from '@leadstream/persistence';
import { readStackState, stackFolder, stackSecrets } from '../../infra/local/index.ts';
import { toolClient, topicPrefix } from '../kafka/local-client.ts';
import { Site } from './site.ts';

const DATABASE = 'leadstream';

type Environment = Readonly<Record<string, string | undefined>>;
type UrlOf = (slice: Schema, role: SliceRole) => string;

/** Connection strings as `npm run migrate` takes them; undefined when none is given. */
function givenUrls(environment: Environment): UrlOf | undefined {
  const shared = environment['MIGRATION_DATABASE_URL'];
  const own = Object.keys(environment).some((name) => name.endsWith('_MIGRATION_DATABASE_URL'));
  if (!shared && !own) return undefined;
  const passwordOf = passwordsFrom(environment);
  return (slice, role) => {
    const ofSlice = environment[`${slice.toUpperCase()}_MIGRATION_DATABASE_URL`];
    if (ofSlice && role === 'owner') return ofSlice;
    const url = ofSlice ?? shared;
    if (!url) throw new Error(`set MIGRATION_DATABASE_URL or ${slice.toUpperCase()}_MIGRATION_DATABASE_URL`);
    return environment[`${slice.toUpperCase()}_${role.toUpperCase()}_DATABASE_URL`] ?? sliceUrl(url, slice, role, passwordOf);
  };
}

function inDatabase(adminUrl: string, database: string): string {
  return Object.assign(new URL(adminUrl), { pathname: `/${database}` }).toString();
}

/**
 * The installation that the environment names, else the local stack, whether or not its servers answer.
 * @throws Error in one line when there is neither
 */
export async function givenSite(schemas: readonly Schema[], environment: Environment = process.env): Promise<Site> {
  const given = givenUrls(environment);
  const { ADMIN_DATABASE_URL: adminUrl, REDIS_URL: redisUrl, ENCRYPTION_KEYS: givenKeys } = environment;
  if (given) {
    const [ownerUrl, relayUrl] = [(slice: Schema) => given(slice, 'owner'), (slice: ServiceSchema) => given(slice, 'relay')];
    return new Site({
      isLocal: false,
      schemas,
      ownerUrl,
      relayUrl,
      adminUrl,
      kafka: await toolClient(),
      topicPrefix,
      redisUrl,
      encryptionKeys: givenKeys,
    });
  }
  const folder = stackFolder('dev');
  const state = readStackState(folder);
  if (!state)
    throw new Error('There is nothing to examine: set MIGRATION_DATABASE_URL and KAFKA_BROKERS, or start the local stack (npm start)');
  const { postgres, kafka, redis } = state.servers;
  const database = inDatabase(postgres.address, DATABASE);
  const { rolePassword, encryptionKeys } = stackSecrets(folder);
  const passwordOf: PasswordOf = () => rolePassword;
  return new Site({
    isLocal: true,
    schemas,
    ownerUrl: (slice) => sliceUrl(database, slice, 'owner', passwordOf),
    relayUrl: (slice) => sliceUrl(database, slice, 'relay', passwordOf),
    adminUrl: database,
    kafka: await toolClient(kafka.address),
    topicPrefix,
    redisUrl: redis.address,
    encryptionKeys,
  });
}
