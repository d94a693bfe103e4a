import { CHANNELS, LEAD_STATUSES, PURPOSES, TEMPERATURES } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { seededChance } from '../../test/synthetic-people.js';
import { pick } from '../filter/sql/random-leads.fixture.spec.js';
import type { FilterTree } from '../filter/condition.js';
import { fieldRegistry } from '../filter/fields/field-registry.rules.js';
import { parseFilter } from '../filter/parse/parse-filter.rules.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { EMPTY_LEAD, type LeadRecord } from '../lead/lead.js';
import { ContributionRepository } from '../scoring/contributions/contribution.repository.js';
import type { ScoreWeights } from '../scoring/score/score.js';
import { TemperatureRepository } from '../scoring/temperature/temperature.repository.js';
import { PermissionRepository } from './permission.repository.js';

/** Chances are drawn in one order, whoever draws them. */
export const chance = seededChance(6);
export const NOW = new Date('2026-06-15T12:00:00Z');
export const KINDS = ['message.opened', 'message.clicked', 'interaction.page_view', 'form.submitted'];
export const tenantId = uuidV7.next();
const DAY_MS = 86_400_000;
const LEADS = 150;

const near = (days: number) => new Date(NOW.getTime() - Math.floor(chance() * days * 24) * (DAY_MS / 24));

/** Over by now, or not yet. */
const around = () => new Date(near(10).getTime() + 5 * DAY_MS);

function randomLead(index: number): LeadRecord {
  const at = new Date(near(60).getTime() - 25 * DAY_MS);
  const instants = { statusChangedAt: at, capturedAt: at, createdAt: at, updatedAt: at, deletedAt: null };
  return {
    ...EMPTY_LEAD,
    ...{ leadId: uuidV7.next(), version: 1, status: pick(chance, LEAD_STATUSES), ...instants },
    externalId: String(index),
    email: chance() < 0.6 ? `p${index}@x.com` : null,
    phone: chance() < 0.6 ? `+4930${100_000 + index}` : null,
  };
}

export const all = Array.from({ length: LEADS }, (_, index) => randomLead(index));
/** Each tenth lead went into the one before, and that one into the one before it. */
export const pointers = all.flatMap(({ leadId }, index) => {
  const into = index % 10 >= 8 ? all[index - 1] : undefined;
  return into ? [{ leadId, into: into.leadId, at: near(20) }] : [];
});
export const living = all.filter(({ leadId }) => !pointers.some((pointer) => pointer.leadId === leadId));

/** Leads, some merged into others, what they did, and what compliance says of them. */
export async function seed(tx: Tx): Promise<void> {
  await new LeadRepository().create(tx, tenantId, all);
  for (const { leadId, into, at } of pointers) {
    await tx.execute('UPDATE lead SET merged_into = $3, deleted_at = $4 WHERE tenant_id = $1 AND lead_id = $2', [
      tenantId,
      leadId,
      into,
      at,
    ]);
  }
  const visitors = all.filter(() => chance() < 0.3).map(({ leadId }) => ({ leadId, visitorId: uuidV7.next() }));
  for (const { leadId, visitorId } of visitors) {
    await tx.execute(`INSERT INTO lead_identity VALUES ($1, 'visitor', $2, $3, 1, $4, $4)`, [tenantId, visitorId, leadId, NOW]);
  }
  const tellers = [...all.map(({ leadId }) => leadId), ...visitors.map(({ visitorId }) => visitorId)];
  const done = Array.from({ length: 900 }, () => ({
    ...{ sourceId: uuidV7.next(), kind: pick(chance, KINDS), leadId: pick(chance, tellers), eventId: uuidV7.next() },
    occurredAt: new Date(near(40).getTime() + DAY_MS),
  }));
  // Mails are opened again, before or after, also by whom the mail was sent on to.
  const again = done
    .filter(({ kind }) => kind.startsWith('message.') && chance() < 0.4)
    .map((act) => ({ ...act, eventId: uuidV7.next(), occurredAt: new Date(near(40).getTime() + DAY_MS), leadId: chance() < 0.8 ? act.leadId : pick(chance, tellers) })); // prettier-ignore
  const contributions = new ContributionRepository();
  await contributions.create(tx, tenantId, [...done, ...again]);
  const retracted = done.filter(() => chance() < 0.2);
  await contributions.createRetractions(
    tx,
    tenantId,
    retracted.map(({ sourceId, eventId }) => ({ sourceId, eventId, retractedAt: near(2) })),
  );
  await new TemperatureRepository().save(
    tx,
    tenantId,
    living
      .filter(() => chance() < 0.5)
      .map(({ leadId }) => ({ leadId, temperature: pick(chance, TEMPERATURES), modelNumber: 1, lookAt: null })),
  );
  await seedPermissions(tx);
}

async function seedPermissions(tx: Tx): Promise<void> {
  const permissions = new PermissionRepository();
  const lines = Array.from({ length: 400 }, () => ({
    ...{ leadId: pick(chance, all).leadId, entryId: uuidV7.next(), channel: pick(chance, CHANNELS), purpose: pick(chance, PURPOSES) },
    ...{ state: pick(chance, ['given', 'withdrawn'] as const), statedAt: near(30).toISOString() },
    ...(chance() < 0.5 && { expiresAt: around().toISOString() }),
  }));
  await permissions.saveConsents(tx, tenantId, lines);
  const entries = all
    .filter(() => chance() < 0.4)
    .flatMap(({ email, phone }) => {
      const [kind, value] = email === null ? (['phone', phone] as const) : (['email', email] as const);
      const channels = chance() < 0.3 ? [] : CHANNELS.filter(() => chance() < 0.4);
      const expiresAt = chance() < 0.5 ? around().toISOString() : null;
      return value === null ? [] : [{ entryId: uuidV7.next(), version: 1, kind, value, channels, expiresAt, isRemoved: false }];
    });
  await permissions.saveProhibitions(tx, tenantId, entries);
  const removed = entries.filter(() => chance() < 0.3);
  await permissions.saveProhibitions(
    tx,
    tenantId,
    removed.map((entry) => ({ ...entry, version: 2, value: null, expiresAt: null, isRemoved: true })),
  );
}

/** With all that filters can name. */
export const registry = fieldRegistry([], [], { derived: true });

export const filterOf = (stated: object): FilterTree => {
  const parsed = parseFilter(registry, stated);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.filter;
};

/** Rules of every kind, with what decays and what does not. */
export const WEIGHTS: ScoreWeights = {
  fitSharePercent: 35,
  groups: [
    { key: 'who', label: 'who', part: 'fit', cap: 60 },
    { key: 'does', label: 'does', part: 'engagement', cap: 45 },
    { key: 'else', label: 'else', part: 'engagement', cap: 100 },
  ],
  fitRules: ['new', 'qualified'].map((status, index) => {
    const stated = { field: 'status', operator: 'eq', value: status };
    return { key: status, label: status, group: 'who', points: index === 0 ? 40.5 : -12.25, stated, filter: filterOf(stated) };
  }),
  engagementRules: [
    { key: 'mail', label: 'mail', group: 'does', points: 17.3, kinds: ['message.opened', 'message.clicked'], halfLifeHours: 100 },
    { key: 'page', label: 'page', group: 'else', points: -3.75, kinds: ['interaction.page_view'], halfLifeHours: 31.5 },
    { key: 'form', label: 'form', group: 'else', points: 33, kinds: ['form.submitted'], halfLifeHours: null },
  ],
};
