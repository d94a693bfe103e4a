import { erasureCertifiedV1 } from '@leadstream/contracts';
import type { JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { PersonVault, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { DecisionSignerService, type Signer } from '../../decision/signature/decision-signer.service.js';
import { LegalHoldService } from '../../legal-hold/legal-hold.service.js';
import { erasures } from '../../metrics.js';
import { CLOCK } from '../../tokens.js';
import { certificateOf } from '../certificate.rules.js';
import { ErasureReadModel } from '../store/erasure.read-model.js';
import { ErasureRepository } from '../store/erasure.repository.js';
import { missingFrom } from './saga.rules.js';

/** Ends an erasure that every service has a receipt for. */
@Injectable()
export class CertificationService {
  constructor(
    private readonly repository: ErasureRepository,
    private readonly readModel: ErasureReadModel,
    private readonly signer: DecisionSignerService,
    private readonly holds: LegalHoldService,
    private readonly vault: PersonVault,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The request's own key goes first: should the process die then, the questions have been answered and nobody needs it. */
  async certify(run: JobRun, tenantId: Uuid, id: string): Promise<boolean> {
    await this.vault.destroy(tenantId, [`request:${id}`]);
    const signer = await this.signer.signerOf(tenantId);
    return run.stepInTenant(tenantId, (tx) => this.#sign(tx, id, signer));
  }

  async #sign(tx: Tx, id: string, signer: Signer): Promise<boolean> {
    const { tenantId } = tx;
    await this.repository.lock(tx, tenantId, id);
    const erasure = await this.readModel.findById(tx, tenantId, id);
    const answers = (await this.readModel.findAnswers(tx, tenantId, [id])).get(id) ?? [];
    const isReady = erasure?.step === 'sweeping' && !erasure.hasNews && missingFrom(erasure, answers).length === 0;
    if (!isReady || erasure.keysDestroyedAt === null) return false;
    const certifiedAt = this.clock.now();
    const namesDestroyed = await this.readModel.countDestroyed(tx, tenantId, id);
    const text = certificateOf({ tenantId, erasure, answers, namesDestroyed, keysDestroyedAt: erasure.keysDestroyedAt, certifiedAt });
    const addresses = await this.readModel.findAddresses(tx, tenantId, id);
    const signed = { ...text, signature: this.signer.signDocument(signer, text) };
    const version = await this.repository.certify(tx, tenantId, id, signed, addresses);
    if (version === undefined) return false;
    await this.holds.endDeletion(tx, id);
    const { leadId, leadIds } = text;
    await this.outbox.add(tx, erasureCertifiedV1, {
      data: { erasureId: id, leadId, leadIds, certifiedAt: text.certifiedAt },
      sequence: version,
      time: certifiedAt,
    });
    erasures.add(1, { event: 'certified' });
    return true;
  }
}
