import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { importFile } from '../test/imports.js';
import { type LeadApp, startLeadApp } from '../test/lead-app.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const ask = async (path: string, base = app.service.managementUrl) => {
  const response = await fetch(base + path);
  return { status: response.status, text: await response.text() };
};

it('is ready once database, import worker and relay have shown life', async () => {
  await eventually(async () => expect((await ask('/health/ready')).status).toBe(200));
  expect(Object.keys((JSON.parse((await ask('/health/ready')).text) as { checks: object }).checks).sort()).toEqual(
    expect.arrayContaining(['import-worker', 'outbox-relay', 'postgres']),
  );
});

it('takes no requests in a process that only works', async () => {
  const worker = await app.startAnother({ ROLE: 'worker' });
  expect(worker.url).toBeUndefined();
  await eventually(async () => expect((await ask('/health/ready', worker.managementUrl)).status).toBe(200));
  await worker.close();
});

it('counts what it does, by words of closed sets only', async () => {
  const tenant = app.as();
  await tenant.post('/v1/leads', { email: 'ada@example.com' });
  await importFile(tenant, 'id,email\n1,\n2,nonsense\n');
  const { text } = await ask('/metrics');
  expect(text).toMatch(/lead_changes_total\{[^}]*action="created"[^}]*way="api"/);
  expect(text).toMatch(/lead_import_rows_total\{[^}]*outcome="failed"[^}]*\} 1/);
  expect(text).not.toMatch(/ada|nonsense/);
  expect(text).not.toContain(tenant.tenantId);
});
