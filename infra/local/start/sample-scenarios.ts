import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../sample/scenarios.json', import.meta.url));
const DAY_MS = 86_400_000;

/** Something that a lead or a visitor did, so many days before the data go in. */
export interface SampleVisit {
  readonly kind: string;
  readonly daysAgo: number;
  readonly content?: { readonly id: string; readonly title?: string };
}

/** Something to do about a lead, as `POST /v1/tasks` takes it but for the lead and the instant. */
export interface SampleTask {
  readonly type: string;
  readonly priority: string;
  readonly title: string;
  /** From the day on which the data go in; a task of the past is overdue. */
  readonly dueInDays: number;
  /** RRULE of RFC 5545. */
  readonly recurs?: string;
  readonly [field: string]: unknown;
}

/** One of the people by whom CRMs are tried out. */
export interface SampleScenario {
  /** As `POST /v1/leads` takes it, but for the instant of capture. */
  readonly lead: {
    readonly externalId: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly [field: string]: unknown;
  };
  readonly capturedDaysAgo: number;
  readonly status: string;
  readonly statusChangedDaysAgo: number;
  readonly visits: readonly SampleVisit[];
  readonly tasks: readonly SampleTask[];
}

/** Somebody of whom nothing is known but what was looked at; no lead has the id. */
export interface SampleVisitor {
  readonly visitorId: string;
  readonly visits: readonly SampleVisit[];
}

const { leads, visitor } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly leads: readonly SampleScenario[];
  readonly visitor: SampleVisitor;
};

/** The leads of the reference scenarios: hot, warm, cold, and the investor. A spec of the lead service scores them. */
export const SCENARIOS = leads;
/** The anonymous one of the reference scenarios. */
export const SAMPLE_VISITOR = visitor;

/** @param nowMs when the data go in */
export function daysBefore(nowMs: number, days: number): string {
  return new Date(nowMs - days * DAY_MS).toISOString();
}

/** A lead as the API takes it. */
export function leadBody({ lead, capturedDaysAgo }: SampleScenario, nowMs: number): object {
  return { ...lead, capturedAt: daysBefore(nowMs, capturedDaysAgo) };
}

/**
 * What somebody did, as the API takes it.
 * @param leadId or the id of a visitor
 * @param name of whom it was, for the ids of the client's events
 */
export function visitBodies(visits: readonly SampleVisit[], leadId: string, name: string, nowMs: number): object[] {
  return visits.map(({ daysAgo, ...visit }, index) => ({
    clientEventId: `${name}-${index + 1}`,
    leadId,
    ...visit,
    occurredAt: daysBefore(nowMs, daysAgo),
  }));
}

/** A task as the API takes it. */
export function taskBody({ dueInDays, recurs, ...task }: SampleTask, leadId: string, nowMs: number): object {
  const recurrence = recurs === undefined ? {} : { recurrence: { rule: recurs, timeZone: 'UTC' } };
  return { subject: { kind: 'lead', id: leadId }, dueAt: daysBefore(nowMs, -dueInDays), ...recurrence, ...task };
}

/** How far they are, as a file to import: it moves only those that are not so far yet. */
export function statusesFile(nowMs: number): string {
  const rows = SCENARIOS.map(({ lead, status, statusChangedDaysAgo }) =>
    [lead.externalId, status, daysBefore(nowMs, statusChangedDaysAgo)].join(','),
  );
  return ['external_id,status,status_changed_at', ...rows, ''].join('\n');
}
