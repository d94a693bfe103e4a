import { Inject, Injectable } from '@nestjs/common';
import { type LeadSettings, leadSettingsChangedV1, type PatchLeadSettings } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { StatedLead } from '../lead/lead.rules.js';
import { CLOCK } from '../tokens.js';
import { settingsErrors } from './settings.errors.js';
import { type SettingsHistoryPage, SettingsHistoryReadModel } from './settings-history.read-model.js';
import { SettingsRepository } from './settings.repository.js';
import { changedSettings, presentSettings, readSettings } from './settings.rules.js';
import type { SettingsRecord } from './settings.js';

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

  /** @throws DomainError `LEAD.SETTINGS_STALE`, `LEAD.SETTINGS_INVALID` */
  async patch(version: number, stated: PatchLeadSettings): Promise<LeadSettings> {
    const read = readSettings(stated);
    if ('errors' in read) throw settingsErrors.SETTINGS_INVALID({ errors: read.errors });
    return this.database.write(async (tx) => {
      const before = await this.find(tx);
      if (before.version !== version) throw settingsErrors.SETTINGS_STALE({ extra: { currentVersion: before.version } });
      const changes = changedSettings(before, read.settings);
      if (changes.length === 0) return presentSettings(before);
      const now = this.clock.now();
      const after = { ...before, ...read.settings, version: version + 1, updatedAt: now };
      if (!(await this.settings.save(tx, tx.tenantId, after))) throw settingsErrors.SETTINGS_STALE();
      await this.settings.createAudit(tx, tx.tenantId, after, changes);
      const shown = presentSettings(after);
      const data = {
        settingsId: tx.tenantId,
        changed: changes.map(({ field }) => field),
        statusTransitions: shown.statusTransitions as Record<string, string[]>,
        phoneRegion: shown.phoneRegion,
        updatedAt: now.toISOString(),
      };
      await this.outbox.add(tx, leadSettingsChangedV1, { data, sequence: after.version, time: now });
      return shown;
    });
  }
}
