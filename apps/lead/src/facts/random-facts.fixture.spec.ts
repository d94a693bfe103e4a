import { CHANNELS, LEAD_STATUSES, PURPOSES, TEMPERATURES } from '@leadstream/contracts';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { pick } from '../filter/sql/random-leads.fixture.spec.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { EMPTY_LEAD, type LeadRecord } from '../lead/lead.js';
import { ContributionRepository } from '../scoring/contributions/contribution.repository.js';
import { TemperatureRepository } from '../scoring/temperature/temperature.repository.js';
import { PermissionRepository } from './permission.repository.js';

export const KINDS = ['message.opened', 'message.clicked', 'interaction.page_view', 'form.submitted'];
const DAY_MS = 86_400_000;
const LEADS = 150;

/** Leads made up by chance, some of them merged, and what is known beside their rows. */
export class RandomFacts {
  readonly all: readonly LeadRecord[];
  /** Each tenth lead went into the one before, and that one into the one before it. */
  readonly pointers: readonly { readonly leadId: Uuid; readonly into: Uuid; readonly at: Date }[];
  readonly living: readonly LeadRecord[];

  constructor(
    private readonly tenantId: Uuid,
    private readonly chance: () => number,
    private readonly now: Date,
  ) {
    this.all = Array.from({ length: LEADS }, (_, index) => this.lead(index));
    this.pointers = this.all.flatMap(({ leadId }, index) => {
      const into = index % 10 >= 8 ? this.all[index - 1] : undefined;
      return into ? [{ leadId, into: into.leadId, at: this.near(20) }] : [];
    });
    this.living = this.all.filter(({ leadId }) => !this.pointers.some((pointer) => pointer.leadId === leadId));
  }

  /** Stores all of it. */
  async create(tx: Tx): Promise<void> {
    await new LeadRepository().create(tx, this.tenantId, this.all);
    for (const { leadId, into, at } of this.pointers) {
      await tx.execute('UPDATE lead SET merged_into = $3, deleted_at = $4 WHERE tenant_id = $1 AND lead_id = $2', [
        this.tenantId,
        leadId,
        into,
        at,
      ]);
    }
    await this.createContributions(tx);
    await new TemperatureRepository().save(
      tx,
      this.tenantId,
      this.living
        .filter(() => this.chance() < 0.5)
        .map(({ leadId }) => ({ leadId, temperature: pick(this.chance, TEMPERATURES), modelNumber: 1, lookAt: null })),
    );
    await this.createPermissions(tx);
  }

  /** Of leads and of visitors that belong to them; a fifth is retracted. */
  private async createContributions(tx: Tx): Promise<void> {
    const { tenantId, chance, now, all } = this;
    const visitors = all.filter(() => chance() < 0.3).map(({ leadId }) => ({ leadId, visitorId: uuidV7.next() }));
    for (const { leadId, visitorId } of visitors) {
      await tx.execute(`INSERT INTO lead_identity VALUES ($1, 'visitor', $2, $3, 1, $4, $4)`, [tenantId, visitorId, leadId, now]);
    }
    const tellers = [...all.map(({ leadId }) => leadId), ...visitors.map(({ visitorId }) => visitorId)];
    const done = Array.from({ length: 900 }, () => ({
      ...{ sourceId: uuidV7.next(), kind: pick(chance, KINDS), leadId: pick(chance, tellers), eventId: uuidV7.next() },
      occurredAt: new Date(this.near(40).getTime() + DAY_MS),
    }));
    const contributions = new ContributionRepository();
    await contributions.create(tx, tenantId, done);
    const retracted = done.filter(() => chance() < 0.2);
    await contributions.createRetractions(
      tx,
      tenantId,
      retracted.map(({ sourceId, eventId }) => ({ sourceId, eventId, retractedAt: this.near(2) })),
    );
  }

  /** Consents given and withdrawn; prohibitions of addresses and numbers, a third of them removed. */
  private async createPermissions(tx: Tx): Promise<void> {
    const { tenantId, chance, all } = this;
    const permissions = new PermissionRepository();
    const lines = Array.from({ length: 400 }, () => ({
      ...{ leadId: pick(chance, all).leadId, entryId: uuidV7.next(), channel: pick(chance, CHANNELS), purpose: pick(chance, PURPOSES) },
      ...{ state: pick(chance, ['given', 'withdrawn'] as const), statedAt: this.near(30).toISOString() },
    }));
    await permissions.saveConsents(tx, tenantId, lines);
    const entries = all
      .filter(() => chance() < 0.4)
      .flatMap(({ email, phone }) => {
        const [kind, value] = email === null ? (['phone', phone] as const) : (['email', email] as const);
        const channels = chance() < 0.3 ? [] : CHANNELS.filter(() => chance() < 0.4);
        return value === null ? [] : [{ entryId: uuidV7.next(), version: 1, kind, value, channels, isRemoved: false }];
      });
    await permissions.saveProhibitions(tx, tenantId, entries);
    const removed = entries.filter(() => chance() < 0.3);
    await permissions.saveProhibitions(
      tx,
      tenantId,
      removed.map((entry) => ({ ...entry, version: 2, value: null, isRemoved: true })),
    );
  }

  private lead(index: number): LeadRecord {
    const at = new Date(this.near(60).getTime() - 25 * DAY_MS);
    const instants = { statusChangedAt: at, capturedAt: at, createdAt: at, updatedAt: at, deletedAt: null };
    return {
      ...EMPTY_LEAD,
      ...{ leadId: uuidV7.next(), version: 1, status: pick(this.chance, LEAD_STATUSES), ...instants },
      externalId: String(index),
      email: this.chance() < 0.6 ? `p${index}@x.com` : null,
      phone: this.chance() < 0.6 ? `+4930${100_000 + index}` : null,
    };
  }

  /** A whole hour of the last days. */
  private near(days: number): Date {
    return new Date(this.now.getTime() - Math.floor(this.chance() * days * 24) * (DAY_MS / 24));
  }
}
