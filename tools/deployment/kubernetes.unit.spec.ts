import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configVariables } from './config-variables.ts';
import { DEPLOYED_APPS, type Mapping, readEnvFile, readManifests, readYaml, ROOT, schemaOf, valuesOf } from './deployment-files.ts';

interface Kustomization {
  readonly resources: readonly string[];
  readonly nameSuffix?: string;
  readonly labels?: readonly { readonly pairs: Mapping; readonly includeSelectors: boolean }[];
  readonly patches?: readonly { readonly patch: string }[];
  readonly secretGenerator?: readonly { readonly name: string; readonly envs: readonly string[] }[];
}

const base = readYaml<Kustomization>('k8s/base/kustomization.yaml');
const dev = readYaml<Kustomization>('k8s/overlays/dev/kustomization.yaml');
const [deployment = {}] = readManifests('k8s/base/app/deployment.yaml');
const [service = {}] = readManifests('k8s/base/app/service.yaml');
const [budget = {}, scaler = {}] = readManifests('k8s/base/app/scaling.yaml');
const [job = {}] = readManifests('k8s/base/migrate.yaml');
const policies = readManifests('k8s/base/network.yaml');
const config = readEnvFile('k8s/base/config.env');

const portsOf = (manifest: Mapping): Mapping[] => valuesOf(manifest, 'ports').flat() as Mapping[];
const containerPorts = new Map(portsOf(deployment).map((port) => [port['name'], port['containerPort']]));
const metadata = (manifest: Mapping): Mapping => manifest['metadata'] as Mapping;

function secretsOf(app: string): Record<string, string> {
  const files = (dev.secretGenerator ?? [])
    .filter(({ name }) => ['leadstream-context', 'leadstream-vault', `leadstream-${app}`].includes(name))
    .flatMap(({ envs }) => envs);
  return Object.assign({}, ...files.map((file) => readEnvFile(`k8s/overlays/dev/${file}`))) as Record<string, string>;
}

describe('k8s/base', () => {
  it('names files that exist, and every app', () => {
    for (const resource of base.resources) expect(existsSync(join(ROOT, 'k8s/base', resource))).toBe(true);
    expect(base.resources).toEqual(expect.arrayContaining([...DEPLOYED_APPS]));
  });

  it.each(DEPLOYED_APPS)('%s has its own name, label, APP and secret', (app) => {
    const kustomization = readYaml<Kustomization>(`k8s/base/${app}/kustomization.yaml`);
    expect(kustomization).toMatchObject({
      resources: ['../app'],
      nameSuffix: `-${app}`,
      labels: [{ pairs: { 'app.kubernetes.io/name': app }, includeSelectors: true }],
      patches: [{ patch: expect.stringMatching(new RegExp(`value: ${app}\\n[^]*value: leadstream-${app}$`)) }],
    });
  });

  it.each(DEPLOYED_APPS)('%s gets what its configuration asks for, and no secret that it does not know', (app) => {
    const { known, required } = configVariables(ROOT, app);
    const secrets = secretsOf(app);
    expect([...required].filter((name) => !(name in config) && !(name in secrets))).toEqual([]);
    expect(Object.keys(secrets).filter((name) => !known.has(name))).toEqual([]);
    expect(secrets['DATABASE_URL']).toContain(`//${schemaOf(app)}_service:`);
    expect(secrets['RELAY_DATABASE_URL']).toContain(`//${schemaOf(app)}_relay:`);
    expect(secrets['VAULT_DATABASE_URL']).toContain('//vault_service:');
  });

  it('configures nothing that no app knows', () => {
    const known = new Set(DEPLOYED_APPS.flatMap((app) => [...configVariables(ROOT, app).known]));
    expect(Object.keys(config).filter((name) => !known.has(name))).toEqual([]);
  });

  it('points probes, services and policies at ports that the container opens', () => {
    expect(containerPorts).toEqual(
      new Map([
        ['http', Number(config['PORT'])],
        ['management', Number(config['MANAGEMENT_PORT'])],
      ]),
    );
    const probed = valuesOf(deployment, 'httpGet').map((probe) => (probe as Mapping)['port']);
    expect(probed).toEqual(['management', 'management', 'management']);
    expect(portsOf(service).map((port) => port['targetPort'])).toEqual(['http']);
    const named = policies
      .flatMap(portsOf)
      .map((port) => port['port'])
      .filter((port) => typeof port === 'string');
    expect(named.filter((name) => !containerPorts.has(name))).toEqual([]);
  });

  it('selects pods by labels that they carry', () => {
    const { labels } = (valuesOf(deployment, 'template')[0] as Mapping)['metadata'] as { labels: Mapping };
    const selectors = [deployment, budget].flatMap((manifest) => valuesOf(manifest, 'matchLabels'));
    const direct = valuesOf(service, 'selector');
    for (const selector of [...selectors, ...direct]) expect(labels).toMatchObject(selector as Mapping);
    expect(valuesOf(scaler, 'scaleTargetRef')).toEqual([{ apiVersion: 'apps/v1', kind: 'Deployment', name: metadata(deployment)['name'] }]);
  });

  it('lets an app drain before it is killed', () => {
    const graceMs = 1000 * Number(valuesOf(deployment, 'terminationGracePeriodSeconds')[0]);
    expect(graceMs).toBeGreaterThan(Number(config['SHUTDOWN_DELAY_MS']) + Number(config['SHUTDOWN_DEADLINE_MS']));
  });

  it('tells the gateway where the services listen', () => {
    for (const app of DEPLOYED_APPS.filter((name) => name !== 'gateway')) {
      expect(config[`${schemaOf(app).toUpperCase()}_URL`]).toBe(`http://${String(metadata(service)['name'])}-${app}:${config['PORT']}`);
    }
  });

  it('gives no pod rights that it does not need', () => {
    for (const manifest of [deployment, job]) {
      expect(valuesOf(manifest, 'runAsNonRoot')).toEqual([true]);
      expect(valuesOf(manifest, 'readOnlyRootFilesystem')).toEqual([true]);
      expect(valuesOf(manifest, 'automountServiceAccountToken')).toEqual([false]);
      expect(valuesOf(manifest, 'drop')).toEqual([['ALL']]);
    }
  });

  it('runs scripts that exist', () => {
    const command = (valuesOf(job, 'command')[0] as string[]).join(' ');
    for (const [script] of command.matchAll(/tools\/[a-z-]+\.ts/g)) expect(existsSync(join(ROOT, script))).toBe(true);
  });
});
