import { describe, expect, it } from '@jest/globals';
import { configVariables } from './config-variables.ts';
import { DEPLOYED_APPS, readText, readYaml, ROOT, schemaOf } from './deployment-files.ts';

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly command?: readonly string[];
}
interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = readYaml<ComposeFile>('docker-compose.yml');
const local = readYaml<ComposeFile>('infra/local/servers/compose.yml');
const dockerfile = readText('Dockerfile');
const imageEnvironment = new Map(
  [...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, pairs = '']) => pairs.split(' ').map((pair) => pair.split('=') as [string, string])),
);

describe('docker-compose.yml', () => {
  it('runs the servers of the local stack, in the same versions', () => {
    for (const server of ['postgres', 'kafka', 'redis']) expect(compose.services[server]?.image).toBe(local.services[server]?.image);
  });

  it('waits only for services that exist', () => {
    const awaited = Object.values(compose.services).flatMap((service) => Object.keys(service.depends_on ?? {}));
    expect(awaited.filter((name) => !(name in compose.services))).toEqual([]);
  });

  it.each(DEPLOYED_APPS)('gives %s what its configuration asks for, and nothing it does not know', (app) => {
    const { known, required } = configVariables(ROOT, app);
    const given = compose.services[app]?.environment ?? {};
    expect(Object.keys(given).filter((name) => name !== 'APP' && !known.has(name))).toEqual([]);
    expect([...required].filter((name) => !(name in given) && !imageEnvironment.has(name))).toEqual([]);
    expect(given).toMatchObject({
      APP: app,
      DATABASE_URL: expect.stringContaining(`//${schemaOf(app)}_service:`),
      RELAY_DATABASE_URL: expect.stringContaining(`//${schemaOf(app)}_relay:`),
      VAULT_DATABASE_URL: expect.stringContaining('//vault_service:'),
    });
  });

  it('tells the gateway where the services listen', () => {
    for (const app of DEPLOYED_APPS.filter((name) => name !== 'gateway')) {
      const url = compose.services['gateway']?.environment?.[`${schemaOf(app).toUpperCase()}_URL`];
      expect(url).toBe(`http://${app}:${imageEnvironment.get('PORT')}`);
    }
  });
});

describe('Dockerfile', () => {
  it('installs from the manifest of each workspace', () => {
    const workspaces = [...dockerfile.matchAll(/^COPY ((?:apps|libs)\/[a-z-]+)\/package\.json/gm)].map(([, folder]) => folder);
    const { workspaces: _, ...lock } = JSON.parse(readText('package-lock.json')) as {
      workspaces?: unknown;
      packages: Record<string, unknown>;
    };
    const known = Object.keys(lock.packages).filter((path) => /^(apps|libs)\/[a-z-]+$/.test(path));
    expect(workspaces.toSorted()).toEqual(known.toSorted());
  });

  it('runs as a user without rights', () => {
    expect(dockerfile.match(/^USER .+$/gm)).toEqual(['USER node']);
  });

  it('knows the variables that it sets', () => {
    const { known } = configVariables(ROOT, 'gateway');
    const own = ['CI', 'NX_DAEMON', 'NX_TUI', 'PRISMA_SCHEMA_ENGINE_BINARY', 'APP'];
    expect([...imageEnvironment.keys()].filter((name) => !known.has(name) && !own.includes(name))).toEqual([]);
  });
});
