import type { CreateSubjectRequest } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { addressesAmong, referenceText } from '@leadstream/privacy';
import { Injectable } from '@nestjs/common';
import { normaliseDncValue } from '../../dnc/dnc-value.rules.js';
import { FormerAddressReadModel } from '../../former-address/former-address.read-model.js';
import { KnownLeadReadModel } from '../../known-lead/known-lead.read-model.js';
import { subjectRequestErrors } from '../subject-request.errors.js';
import { deletedWith } from './deleted-with.rules.js';
import type { Subject } from './subject.js';

/** Finds out who it is that asks. */
@Injectable()
export class SubjectService {
  constructor(
    private readonly leads: KnownLeadReadModel,
    private readonly former: FormerAddressReadModel,
  ) {}

  /** @throws DomainError `COMPLIANCE.SUBJECT_UNKNOWN`, `COMPLIANCE.SUBJECT_IS_LEAD`, `COMPLIANCE.BAD_EMAIL`, `COMPLIANCE.BAD_PHONE` */
  async identify(tx: Tx, { leadId, addresses: stated = [] }: Pick<CreateSubjectRequest, 'leadId' | 'addresses'>): Promise<Subject> {
    if (leadId !== undefined) {
      // Deleted ones, too: what was deleted can be restored, so it is still here.
      if (!(await this.leads.findFamily(tx, tx.tenantId, leadId)).lead) throw subjectRequestErrors.SUBJECT_UNKNOWN();
      return { leadId, addresses: [] };
    }
    const named = stated.map(({ kind, value, phoneRegion }, index) =>
      referenceText({ kind, value: normaliseDncValue(kind, value, phoneRegion, `addresses.${index}.value`) }),
    );
    const addresses = [...new Set(named)].toSorted();
    await this.demandNoLead(tx, addresses);
    return { leadId: null, addresses };
  }

  /**
   * What a lead has is that lead's to ask about, and so is what a deleted one had, for that can be restored. An address that a lead gave up before may be
   * another's.
   * @throws DomainError `COMPLIANCE.SUBJECT_IS_LEAD` with the leads
   */
  async demandNoLead(tx: Tx, addresses: readonly string[]): Promise<void> {
    const asked = addressesAmong(addresses);
    const holders = await this.leads.findHolders(tx, tx.tenantId, asked);
    const former = await this.former.find(tx, asked);
    const families = await this.leads.findFamilies(tx, tx.tenantId, [...new Set(former.map(({ leadId }) => leadId))]);
    const deleted = deletedWith(
      former,
      [...families.values()].flatMap(({ lead }) => lead ?? []),
    );
    const leadIds = [...new Set([...holders, ...deleted])].toSorted();
    if (leadIds.length > 0) throw subjectRequestErrors.SUBJECT_IS_LEAD({ extra: { leadIds } });
  }
}
