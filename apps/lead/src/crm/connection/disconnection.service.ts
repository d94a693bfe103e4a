import { Inject, Injectable } from '@nestjs/common';
import { type CrmProvider, crmConnectionChangedV1 } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { CLOCK } from '../../tokens.js';
import { crmErrors } from '../crm.errors.js';
import { RunJournalService } from '../run/journal/run-journal.service.js';
import { SyncRunRepository } from '../run/sync-run.repository.js';
import { ConnectionRepository } from './connection.repository.js';
import { demandCurrent } from './current-version.rules.js';
import { toldConnection } from './told-connection.rules.js';

/** Gives connections up with all that hangs on them; a sync that is on ends with its connection, and both are told. */
@Injectable()
export class DisconnectionService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    private readonly runs: SyncRunRepository,
    private readonly journal: RunJournalService,
    private readonly customFields: CustomFieldsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param version that the caller believes to be the present one; whatever it is when left out
   * @throws DomainError `LEAD.CRM_CONNECTION_NOT_FOUND`, `LEAD.CRM_CONNECTION_STALE`
   */
  delete(provider: CrmProvider, version: number | undefined): Promise<void> {
    return this.database.write(async (tx) => {
      const before = await this.connections.findForUpdate(tx, tx.tenantId, provider);
      if (!before) throw crmErrors.CRM_CONNECTION_NOT_FOUND();
      demandCurrent(before, version);
      const at = this.clock.now();
      const run = await this.runs.removeOn(tx, tx.tenantId, provider);
      if (run) await this.journal.end(tx, run, at);
      await this.connections.delete(tx, tx.tenantId, provider);
      const after = { ...before, version: before.version + 1 };
      const data = toldConnection({ action: 'deleted', before, after, keys: await this.customFields.keys(tx), hasCredentials: false, at });
      await this.outbox.add(tx, crmConnectionChangedV1, { data, sequence: after.version, time: at });
    });
  }
}
