import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile } from '../../../test/imports.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import type { Problem, TenantClient } from '../../../test/tenant-client.js';
import { workbookOf } from '../xlsx/workbook.fixture.spec.js';
import { ZIP_BOMBS } from '../xlsx/zip-bombs.fixture.spec.js';

const MIB = 1024 ** 2;
/** What is inflated to know what inflating costs here and now: seconds of a busy machine say nothing. */
const PROBE_MIB = 256;
/** A refusal, with all that the service does besides, costs less than inflating so much. The aim of 2 s stands beside the reader, in its unit spec. */
const REFUSAL_MIB = 2_048;

let probe: Cost;
let app: LeadApp;
beforeAll(async () => {
  const deflated = deflateRawSync(Buffer.alloc(PROBE_MIB * MIB));
  probe = await costOf(() => promisify(inflateRaw)(deflated).then(() => undefined));
  app = await startLeadApp();
  // What a first workbook loads and opens is not a bomb's doing.
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const workbook = workbookOf({ sheets: { S: `<sheetData><row>${cell('id')}</row><row>${cell('1')}</row></sheetData>` } });
  expect(await importFile(app.as(), new Uint8Array(workbook), {}, 'leads.xlsx')).toMatchObject({ counts: { created: 1 } });
});
afterAll(() => app.stop());

/** What some work cost this process, service and client together. */
interface Cost {
  /** Of all threads. */
  readonly cpuMs: number;
  /** How much more was held at any moment than before. */
  readonly grownBytes: number;
}

async function costOf(work: () => Promise<void>): Promise<Cost> {
  const before = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  let highest = before;
  const look = () => (highest = Math.max(highest, process.memoryUsage.rss()));
  const looking = setInterval(look, 2);
  await work().finally(() => clearInterval(looking));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuMs: (user + system) / 1_000, grownBytes: look() - before };
}

/** Piece by piece, so that the client, which is in this process, too, holds no copies. */
async function upload(tenant: TenantClient, archive: Buffer): Promise<{ status: number; body: Problem }> {
  async function* form() {
    yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="leads.xlsx"\r\n\r\n');
    for (let start = 0; start < archive.length; start += 64 * 1024) yield archive.subarray(start, start + 64 * 1024);
    yield Buffer.from('\r\n--b--\r\n');
  }
  const response = await fetch(`${app.service.url}/v1/imports`, {
    method: 'POST',
    headers: { ...tenant.context(), 'content-type': 'multipart/form-data; boundary=b' },
    body: ReadableStream.from(form()),
    duplex: 'half',
  });
  return { status: response.status, body: (await response.json()) as Problem };
}

describe('a workbook that is made to burst, uploaded', () => {
  it.each(ZIP_BOMBS)('%s: is refused in time and in little memory, and leaves nothing behind', async (_name, archive, codes) => {
    const tenant = app.as();
    const { cpuMs, grownBytes } = await costOf(async () => {
      const { status, body } = await upload(tenant, archive);
      expect([status, body.code, ...(body.errors ?? []).map(({ code }) => code)]).toEqual([413, ...codes]);
    });
    expect(cpuMs).toBeLessThan((REFUSAL_MIB / PROBE_MIB) * probe.cpuMs);
    expect(grownBytes).toBeLessThan(64 * MIB);
    for (const table of ['import', 'import_chunk'])
      expect(await inspect(app.database, `SELECT 1 FROM ${table} WHERE tenant_id = $1`, [tenant.tenantId])).toEqual([]);
  });

  it('is noticed by that measure if it does burst', async () => {
    expect(probe.grownBytes).toBeGreaterThan(64 * MIB);
  });
});
