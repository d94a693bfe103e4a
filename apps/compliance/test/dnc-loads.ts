import { expect } from '@jest/globals';
import type { DncBatchCheck, DncEntryLoad, DncLoad } from '@leadstream/contracts';
import { eventually, type ServiceAnswer, type ServiceClient } from '@leadstream/testing';

type Content = string | Uint8Array<ArrayBuffer>;

/** Options of a whole national list that was got in the morning of 20 November 2026. */
export const national = (change: object = {}) => ({ source: 'us-national', mode: 'full', listedAt: '2026-11-20T06:00:00Z', ...change });
/** Options of changes of it. */
export const changes = (change: object = {}) => national({ mode: 'delta', since: national().listedAt, ...change });

/** Uploads a file of phone numbers; options as text are sent as they are. */
export function upload<T = DncLoad>(
  tenant: ServiceClient,
  content: Content,
  options: object | string,
  headers: Record<string, string> = {},
): Promise<ServiceAnswer<T>> {
  const body = new FormData();
  body.append('options', typeof options === 'string' ? options : JSON.stringify(options));
  body.append('file', new Blob([content]), 'numbers.txt');
  return tenant.send('POST', '/v1/dnc/loads', { body, headers });
}

/** Uploads a file of entries for the tenant's own list. */
export function uploadEntries<T = DncEntryLoad>(
  tenant: ServiceClient,
  content: Content,
  options: object,
  headers: Record<string, string> = {},
): Promise<ServiceAnswer<T>> {
  const body = new FormData();
  body.append('options', JSON.stringify(options));
  body.append('file', new Blob([content]), 'entries.csv');
  return tenant.send('POST', '/v1/dnc/entry-loads', { body, headers });
}

/** Uploads entries that are taken in, and waits for what comes of it. */
export async function loadEntries(tenant: ServiceClient, content: Content, options: object = {}): Promise<DncEntryLoad> {
  const { status, body } = await uploadEntries(tenant, content, { reason: 'asked', ...options });
  expect([status, body]).toEqual([202, expect.objectContaining({ status: 'pending' })]);
  return ended<DncEntryLoad>(tenant, body.id, '/v1/dnc/entry-loads');
}

/** Waits for the end of a load. */
export function ended<T extends DncLoad | DncEntryLoad = DncLoad>(tenant: ServiceClient, id: string, path = '/v1/dnc/loads'): Promise<T> {
  return eventually(
    async () => {
      const { body } = await tenant.get<T>(`${path}/${id}`);
      expect(body.endedAt).not.toBeNull();
      return body;
    },
    { withinMs: 30_000 },
  );
}

/** Uploads a file that is taken in, and waits for what comes of it. */
export async function load(tenant: ServiceClient, content: Content, options: object): Promise<DncLoad> {
  const { status, body } = await upload(tenant, content, options);
  expect([status, body]).toEqual([202, expect.objectContaining({ status: 'pending' })]);
  return ended(tenant, body.id);
}

/** Asks for numbers, for calls unless told otherwise. */
export async function ask(tenant: ServiceClient, phones: readonly string[], more: object = {}): Promise<DncBatchCheck> {
  const body = { addresses: phones.map((phone) => ({ phone })), phoneRegion: 'US', channel: 'voice', ...more };
  return (await tenant.post<DncBatchCheck>('/v1/dnc/batch', body)).body;
}

/** Codes of what blocks each of the numbers. */
export async function reasonsFor(tenant: ServiceClient, phones: readonly string[], more: object = {}): Promise<string[][]> {
  return (await ask(tenant, phones, more)).items.map(({ reasons }) => reasons.map(({ code }) => code));
}
