import { uuidV7 } from '@leadstream/kernel';
import type { TenantDatabase, Tx } from '@leadstream/persistence';

const APP = '../../../apps/lead/dist/';

/** Of the lead app's build what makes a segment: a tool imports no app. */
interface SegmentsOfApp {
  readonly SegmentRepository: new () => { create(tx: Tx, tenantId: string, step: object): Promise<void> };
  createdStep(segment: object): { readonly segment: object };
  fieldRegistry(fields: readonly [], tags: readonly [], options: { readonly derived: boolean }): unknown;
  parseFilter(registry: unknown, stated: object): { readonly filter: object };
}

/** Conditions of many kinds; a third of them reads the company, a third how long a status lasts, a third what leads did. */
export function statedFilter(n: number): object {
  const company = { field: 'company', operator: 'eq', value: `Company ${n}` };
  const status = { field: 'status', operator: 'in', value: ['qualified', 'engaged'] };
  const source = { field: 'source', operator: 'eq', value: 'referral' };
  const rests = { field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 1 + (n % 60), unit: 'day' } };
  const opened = { field: 'engagement.message.opened', operator: 'gte', value: 1 + (n % 3), within: { count: 14, unit: 'day' } };
  return n % 3 === 0
    ? { and: [company, { or: [status, source] }] }
    : n % 3 === 1
      ? { and: [status, rests] }
      : { or: [{ not: source }, opened] };
}

/** A segment as the app makes it. @param isReady whether it counts as filled, though nobody was looked at */
export async function makeSegment(database: TenantDatabase, tenantId: string, stated: object, isReady: boolean): Promise<string> {
  const app = await segmentsOfApp();
  const segmentId = uuidV7.next();
  const { filter } = app.parseFilter(app.fieldRegistry([], [], { derived: true }), stated);
  const segment = { segmentId, name: 'x', kind: 'dynamic', visibility: 'team', stated, filter };
  const step = app.createdStep({ ...segment, makerKind: 'service', makerId: 'bench', createdAt: new Date() });
  const made = isReady ? { ...step, segment: { ...step.segment, status: 'ready', filledUpTo: null } } : step;
  await database.inTenant(tenantId, (tx) => new app.SegmentRepository().create(tx, tenantId, made));
  return segmentId;
}

/** So many dynamic segments that count as filled. */
export async function makeSegments(database: TenantDatabase, tenantId: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await makeSegment(database, tenantId, statedFilter(n), true);
}

async function segmentsOfApp(): Promise<SegmentsOfApp> {
  const files = [
    'segments/store/segment.repository',
    'segments/segment.rules',
    'filter/fields/field-registry.rules',
    'filter/parse/parse-filter.rules',
  ];
  return Object.assign({}, ...(await Promise.all(files.map((file) => import(new URL(`${APP}${file}.js`, import.meta.url).href)))));
}
