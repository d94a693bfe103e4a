import { Injectable } from '@nestjs/common';
import type { ContactSummary, SummaryQuery } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { statusesMeaning } from '../../lead/vocabulary.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { presentWindow } from '../summary-window.rules.js';
import { WindowService } from '../window.service.js';
import { ContactSummaryReadModel } from './contact-summary.read-model.js';
import { contactCounts } from './contact-summary.rules.js';

/** The leads of a tenant in numbers. */
@Injectable()
export class ContactSummaryService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly windows: WindowService,
    private readonly contacts: ContactSummaryReadModel,
    private readonly settings: HeldSettingsService,
  ) {}

  /** @throws DomainError `LEAD.SUMMARY_INVALID` */
  read(query: SummaryQuery): Promise<ContactSummary> {
    const { now, window } = this.windows.read(query);
    const [from = window.end] = window.beginnings;
    return this.database.read(async (tx) => {
      const vocabulary = await this.settings.find(tx);
      const [counts, warmer, captured, converted] = await Promise.all([
        this.contacts.count(tx, tx.tenantId),
        this.contacts.countTemperatures(tx, tx.tenantId),
        this.contacts.countCaptured(tx, tx.tenantId, from, window.end),
        this.contacts.countConverted(tx, tx.tenantId, statusesMeaning(vocabulary, 'won'), from, window.end),
      ]);
      const inWindow = { captured, converted };
      return { asOf: now.toISOString(), ...contactCounts(counts, warmer, vocabulary), window: presentWindow(window), inWindow };
    });
  }
}
