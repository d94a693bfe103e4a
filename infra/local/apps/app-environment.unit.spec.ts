import { expect, it } from '@jest/globals';
import { appEnvironment, type AppName, type AppPorts, APPS, type AppSettings } from './app-environment.ts';

const settings: AppSettings = {
  postgresAdminUrl: 'postgresql://postgres:secret@127.0.0.1:5432/postgres',
  database: 'leadstream',
  rolePassword: 'pw',
  kafkaBrokers: '127.0.0.1:9092',
  redisUrl: 'redis://127.0.0.1:6379',
  contextSecret: 'c',
  encryptionKeys: 'k',
  topicPrefix: 't.',
  nodeEnv: 'test',
  variables: { LOG_LEVEL: 'warn' },
};
const ports = Object.fromEntries(APPS.map((app, index) => [app, { http: 4000 + index, management: 5000 + index }])) as Record<
  AppName,
  AppPorts
>;

it('connects an app as the roles of its own slice', () => {
  const environment = appEnvironment('email-events', settings, ports, {});
  expect(environment['DATABASE_URL']).toBe('postgresql://email_events_service:pw@127.0.0.1:5432/leadstream');
  expect(environment['RELAY_DATABASE_URL']).toBe('postgresql://email_events_relay:pw@127.0.0.1:5432/leadstream');
  expect(environment['VAULT_DATABASE_URL']).toBe('postgresql://vault_service:pw@127.0.0.1:5432/leadstream');
});

it('tells only the gateway about Redis and the other apps', () => {
  expect(appEnvironment('gateway', settings, ports, {})).toMatchObject({
    REDIS_URL: settings.redisUrl,
    EMAIL_EVENTS_URL: 'http://127.0.0.1:4002',
  });
  expect(appEnvironment('lead', settings, ports, {})).not.toHaveProperty('REDIS_URL');
});

it('passes on few variables of the launcher, and lets the settings win', () => {
  const environment = appEnvironment('lead', settings, ports, { PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'x', LOG_LEVEL: 'debug' });
  expect(environment).toMatchObject({ PATH: '/bin', LOG_LEVEL: 'warn' });
  expect(environment).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
});
