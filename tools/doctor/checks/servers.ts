import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Schema } from '@leadstream/persistence';
import { answers } from '../../../infra/local/index.ts';
import type { Problem, Server } from '../finding.ts';
import { rowsOf, type Site } from '../site.ts';

/** Which servers answer, and what is to be said of the others. */
export interface Reach {
  readonly schemas: readonly Schema[];
  readonly servers: ReadonlySet<Server>;
  readonly problems: readonly Problem[];
}

const UNREACHABLE = 'does not answer';
const DEEPEST = 5;
const WITHIN_MS = 10_000;

function mendOf({ addresses }: Site, server: Server): string {
  return addresses.isLocal ? 'npm run stack -- start' : `kubectl get pods,endpoints --all-namespaces | grep -i ${server}`;
}

/** The cause in the words of driver or system: a code or a line, which never holds a row. */
function causeOf(error: unknown): string {
  const causes: { code?: unknown; message?: unknown }[] = [];
  for (let at = error; isNativeError(at) && causes.length < DEEPEST; at = at.cause) causes.push(at);
  const last = causes.at(-1);
  return String(last?.message || last?.code || error);
}

const trouble = (site: Site, server: Server, subject: string, severity: Problem['severity'], error: unknown): Problem => ({
  severity,
  subject,
  finding: `${UNREACHABLE}: ${causeOf(error)}`,
  mend: mendOf(site, server),
});

async function askKafka(site: Site): Promise<void> {
  const asked = (async () => {
    const admin = await site.kafka.admin();
    await admin.listTopics().finally(() => admin.close());
  })();
  // The client goes on trying for longer than anybody watches a command.
  await Promise.race([
    asked,
    delay(WITHIN_MS, undefined, { ref: false }).then(() => Promise.reject(new Error(`no answer within ${WITHIN_MS / 1_000} s`))),
  ]);
}

/** Asks the database of each slice and of the vault, the brokers and Redis a real question. */
export async function reachOf(site: Site): Promise<Reach> {
  const schemas = await Promise.all(
    site.schemas.map((schema) =>
      rowsOf(site.owner(schema), 'SELECT 1').then(
        () => ({ schema, problem: undefined }),
        (error: unknown) => ({ schema, problem: trouble(site, 'postgres', `postgres of ${schema}`, 'critical', error) }),
      ),
    ),
  );
  const { redisUrl } = site.addresses;
  const kafka = await askKafka(site).then(
    () => undefined,
    (error: unknown) => trouble(site, 'kafka', 'kafka', 'critical', error),
  );
  // Redis may vanish: limits are then counted in the gateway's memory.
  const redis =
    redisUrl &&
    (await answers('redis', redisUrl).then(
      () => undefined,
      (error: unknown) => trouble(site, 'redis', 'redis', 'warn', error),
    ));
  const reached = schemas.filter(({ problem }) => problem === undefined).map(({ schema }) => schema);
  const servers: Server[] = [...(reached.length > 0 ? (['postgres'] as const) : []), ...(kafka === undefined ? (['kafka'] as const) : [])];
  return {
    schemas: reached,
    servers: new Set(servers),
    problems: [...schemas.map(({ problem }) => problem), kafka, redis].filter((problem) => typeof problem === 'object'),
  };
}
