/** The processes of Leadstream, in the order in which they are named everywhere. */
export const APPS = ['lead', 'engagement', 'email-events', 'compliance', 'analytics', 'gateway'] as const;
export type AppName = (typeof APPS)[number];

export interface AppPorts {
  readonly http: number;
  readonly management: number;
}

/** What the apps of one environment have in common. */
export interface AppSettings {
  readonly postgresAdminUrl: string;
  readonly database: string;
  readonly rolePassword: string;
  readonly kafkaBrokers: string;
  readonly redisUrl: string;
  readonly contextSecret: string;
  readonly encryptionKeys: string;
  /** Stands before topic names and group ids; empty outside of tests. */
  readonly topicPrefix: string;
  /** `development` or `test`; this launcher is not for production. */
  readonly nodeEnv: 'development' | 'test';
  /** More variables for every app, for example `LOG_LEVEL` or `TRACE_FILE`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Variables of the launcher that reach the apps as they are. */
const PASSED_ON = ['PATH', 'HOME', 'TZ', 'LANG', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'TRACE_FILE'];

/** The database schema of an app, which names its roles. */
export function schemaOf(app: AppName): string {
  return app.replaceAll('-', '_');
}

/** Connection string of a role in the apps' database. */
export function roleUrl(settings: Pick<AppSettings, 'postgresAdminUrl' | 'database' | 'rolePassword'>, role: string): string {
  const url = new URL(settings.postgresAdminUrl);
  return Object.assign(url, { username: role, password: settings.rolePassword, pathname: `/${settings.database}` }).toString();
}

function passedOn(launcher: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => (launcher[name] ? [[name, launcher[name]]] : [])));
}

function upstreamUrls(ports: Readonly<Record<AppName, AppPorts>>): Record<string, string> {
  const upstreams = APPS.filter((app) => app !== 'gateway');
  return Object.fromEntries(upstreams.map((app) => [`${schemaOf(app).toUpperCase()}_URL`, `http://127.0.0.1:${ports[app].http}`]));
}

/** The whole environment of one app's process; nothing else of the launcher's is inherited. */
export function appEnvironment(
  app: AppName,
  settings: AppSettings,
  ports: Readonly<Record<AppName, AppPorts>>,
  launcher: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const schema = schemaOf(app);
  return {
    ...passedOn(launcher),
    NODE_ENV: settings.nodeEnv,
    HOST: '127.0.0.1',
    PORT: String(ports[app].http),
    MANAGEMENT_PORT: String(ports[app].management),
    DATABASE_URL: roleUrl(settings, `${schema}_service`),
    RELAY_DATABASE_URL: roleUrl(settings, `${schema}_relay`),
    KAFKA_BROKERS: settings.kafkaBrokers,
    TOPIC_PREFIX: settings.topicPrefix,
    CONTEXT_SECRET: settings.contextSecret,
    ENCRYPTION_KEYS: settings.encryptionKeys,
    VAULT_DATABASE_URL: roleUrl(settings, 'vault_service'),
    ...(app === 'gateway' && { REDIS_URL: settings.redisUrl, ...upstreamUrls(ports) }),
    ...settings.variables,
  };
}
