import { SERVICES, type SubjectExport } from '@leadstream/contracts';
import { DAY_MS } from '../../decision/clock/zone-clock.rules.js';
import type { SubjectRequestRecord } from '../subject-request.js';
import type { AnswerProgress, ExportRecord } from './gathered-answer.js';

/** Every service, answered or not, by name. */
export function servicesOf(progress: readonly AnswerProgress[]): SubjectExport['services'] {
  return SERVICES.toSorted().map((service) => {
    const { receivedParts = 0, parts = null } = progress.find((one) => one.service === service) ?? {};
    const state = receivedParts === 0 ? 'waiting' : receivedParts === parts ? 'answered' : 'partial';
    return { service, state, receivedParts, parts };
  });
}

/** Services that have not told everything. */
export function missingOf(services: SubjectExport['services']): string[] {
  return services.filter(({ state }) => state !== 'answered').map(({ service }) => service);
}

/** Services that have not told by which names they know the person. */
export function silentAmong(located: readonly { readonly service: string }[]): string[] {
  return SERVICES.filter((service) => !located.some((one) => one.service === service)).toSorted();
}

/** When the answer of a request is over and done with, or would have been due, its copy of the data is kept for some days, and no longer. */
export function expiryOf({ endedAt, dueAt }: Pick<SubjectRequestRecord, 'endedAt' | 'dueAt'>, startedAt: Date, days: number): Date {
  return new Date(Math.max((endedAt ?? dueAt).getTime(), startedAt.getTime()) + days * DAY_MS);
}

/** When somebody must look at it next: for answers that do not come, then for its expiry; null once everything is gone. */
export function lookAt({ completedAt, escalatedAt, answersBy, expiresAt, removedAt }: ExportRecord): Date | null {
  if (removedAt !== null) return null;
  return completedAt === null && escalatedAt === null && answersBy < expiresAt ? answersBy : expiresAt;
}

export function presentExport(record: ExportRecord, progress: readonly AnswerProgress[]): SubjectExport {
  const services = servicesOf(record.removedAt === null ? progress : []);
  const path = `/v1/subject-requests/${record.requestId}/export`;
  return {
    requestId: record.requestId,
    status: record.removedAt !== null ? 'expired' : record.completedAt !== null ? 'complete' : 'gathering',
    services,
    missing: record.completedAt !== null ? [] : missingOf(services),
    startedAt: record.startedAt.toISOString(),
    completedAt: record.completedAt?.toISOString() ?? null,
    escalatedAt: record.escalatedAt?.toISOString() ?? null,
    expiresAt: record.expiresAt.toISOString(),
    files: { json: `${path}.json`, html: `${path}.html` },
  };
}
