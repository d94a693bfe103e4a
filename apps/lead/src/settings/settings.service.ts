import { Inject, Injectable } from '@nestjs/common';
import { type LeadSettings, leadSettingsChangedV1, type PatchLeadSettings } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { StatedLead } from '../lead/lead.rules.js';
import { CLOCK } from '../tokens.js';
import { settingsErrors } from './settings.errors.js';
import { type SettingsHistoryPage, SettingsHistoryReadModel } from './settings-history.read-model.js';
import { changedSettings, keysLeftOut, presentSettings, readSettings, transitionProblems } from './settings.rules.js';
import type { SettingsRecord } from './settings.js';
import { SettingsRepository } from './store/settings.repository.js';

/** What a tenant has decided about its leads. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: SettingsRepository,
    private readonly histories: SettingsHistoryReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(): Promise<LeadSettings> {
    return presentSettings(await this.database.read((tx) => this.find(tx)));
  }

  history(page: { limit: number; cursor?: string | undefined }): Promise<SettingsHistoryPage> {
    return this.histories.findPage(page);
  }

  find(tx: Tx): Promise<SettingsRecord> {
    return this.settings.find(tx, tx.tenantId);
  }

  /** The tenant's phone region where a phone is stated that may need it. Asked before the lead is normalised, so outside of its transaction. */
  async withPhoneRegion<T extends StatedLead>(stated: T): Promise<T> {
    const needsRegion = stated.phone && !stated.phoneRegion && !stated.phone.trim().startsWith('+');
    if (!needsRegion) return stated;
    const { phoneRegion } = await this.database.read((tx) => this.find(tx));
    return phoneRegion === null ? stated : { ...stated, phoneRegion };
  }

  /**
   * Nobody writes leads of the tenant meanwhile: what they are called is theirs before the change or after it.
   * @throws DomainError `LEAD.SETTINGS_STALE`, `LEAD.SETTINGS_INVALID`, `LEAD.SETTINGS_IN_USE`
   */
  async patch(version: number, stated: PatchLeadSettings): Promise<LeadSettings> {
    const read = readSettings(stated);
    if ('errors' in read) throw settingsErrors.SETTINGS_INVALID({ errors: read.errors });
    return this.database.write(async (tx) => {
      const before = await this.settings.findAlone(tx, tx.tenantId);
      if (before.version !== version) throw settingsErrors.SETTINGS_STALE({ extra: { currentVersion: before.version } });
      const changes = changedSettings(before, read.settings);
      if (changes.length === 0) return presentSettings(before);
      const now = this.clock.now();
      const after = { ...before, ...read.settings, version: version + 1, updatedAt: now };
      const errors = transitionProblems(after, read.settings);
      if (errors.length > 0) throw settingsErrors.SETTINGS_INVALID({ errors });
      await this.demandUnused(tx, before, after);
      if (!(await this.settings.save(tx, tx.tenantId, after))) throw settingsErrors.SETTINGS_STALE();
      await this.settings.createAudit(tx, tx.tenantId, after, changes);
      const shown = presentSettings(after);
      const data = {
        settingsId: tx.tenantId,
        changed: changes.map(({ field }) => field),
        statusTransitions: shown.statusTransitions as Record<string, string[]>,
        leadStatuses: shown.leadStatuses,
        lifecycleStages: shown.lifecycleStages,
        phoneRegion: shown.phoneRegion,
        updatedAt: now.toISOString(),
      };
      await this.outbox.add(tx, leadSettingsChangedV1, { data, sequence: after.version, time: now });
      return shown;
    });
  }

  private async demandUnused(tx: Tx, before: SettingsRecord, after: SettingsRecord): Promise<void> {
    const left = keysLeftOut(before, after);
    const counts = await Promise.all(left.map(({ field, keys }) => this.settings.countLeads(tx, tx.tenantId, field, keys)));
    const inUse = left.flatMap(({ field }, index) => (counts[index] ?? []).map((count) => ({ field, ...count })));
    if (inUse.length === 0) return;
    const errors = inUse.map(({ field, key, leads }) => ({ path: field, code: 'key.in_use', message: `${leads} leads have ${key}.` }));
    throw settingsErrors.SETTINGS_IN_USE({ errors, extra: { inUse } });
  }
}
