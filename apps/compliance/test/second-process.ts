import type { JobRun } from '@leadstream/jobs';
import { type Clock, uuidV7 } from '@leadstream/kernel';
import { Outbox, VaultPersonalData } from '@leadstream/messaging';
import { ColumnCipher, encryptionConfig, PersonVault, TenantDatabase } from '@leadstream/persistence';
import { TEST_ENCRYPTION_KEYS } from '@leadstream/testing';
import { complianceConfig } from '../src/config.js';
import { ObjectionService } from '../src/consent/objection/objection.service.js';
import { DecisionKeyRepository } from '../src/decision/signature/decision-key.repository.js';
import { DecisionSignerService } from '../src/decision/signature/decision-signer.service.js';
import { type Reapplied, ReapplyService } from '../src/erasure/reapply.service.js';
import { CertificationService } from '../src/erasure/saga/certification.service.js';
import { SagaAnswers } from '../src/erasure/saga/saga-answers.service.js';
import { SagaQuestions } from '../src/erasure/saga/saga-questions.service.js';
import { SagaRunService } from '../src/erasure/saga/saga-run.service.js';
import { ErasureReadModel } from '../src/erasure/store/erasure.read-model.js';
import { ErasureRepository } from '../src/erasure/store/erasure.repository.js';
import { KnownLeadReadModel } from '../src/known-lead/known-lead.read-model.js';
import { LeadDeletionRepository } from '../src/legal-hold/lead-deletion.repository.js';
import { LegalHoldReadModel } from '../src/legal-hold/legal-hold.read-model.js';
import { LegalHoldRepository } from '../src/legal-hold/legal-hold.repository.js';
import { LegalHoldService } from '../src/legal-hold/legal-hold.service.js';
import type { ComplianceApp } from './compliance-app.js';

/** What a process that is killed leaves behind: whatever it did outside of its last transaction, and nothing of that. */
class Killed extends Error {}

/** A second process on the database of a service: it takes turns at the saga until it is killed, and does what an operator asks. */
export class SecondProcess {
  readonly #database: TenantDatabase;
  readonly #vaultDatabase: TenantDatabase;
  readonly #saga: SagaRunService;
  readonly #reapply: ReapplyService;

  constructor(app: ComplianceApp, clock: Clock, settings: Readonly<Record<'ERASURE_PAUSE_MS' | 'ERASURE_PATIENCE_MS', string>>) {
    const keyring = encryptionConfig.shape.ENCRYPTION_KEYS.parse(TEST_ENCRYPTION_KEYS);
    this.#database = new TenantDatabase({ url: app.database.serviceUrl('compliance'), poolSize: 2, applicationName: 'second-process' });
    this.#vaultDatabase = new TenantDatabase({ url: app.database.serviceUrl('vault'), poolSize: 1, applicationName: 'second-process' });
    const vault = new PersonVault({ database: this.#vaultDatabase, keyring });
    const outbox = new Outbox({ service: 'compliance', topicPrefix: app.topics.prefix, personal: new VaultPersonalData(vault) });
    const [repository, readModel] = [new ErasureRepository(), new ErasureReadModel()];
    const signer = new DecisionSignerService(this.#database, new DecisionKeyRepository(new ColumnCipher(keyring)), clock, uuidV7);
    const holds = new LegalHoldService(
      this.#database,
      new LegalHoldRepository(),
      new LegalHoldReadModel(),
      new LeadDeletionRepository(),
      new KnownLeadReadModel(),
      outbox,
      clock,
      uuidV7,
    );
    const certification = new CertificationService(repository, readModel, signer, holds, vault, outbox, clock);
    const config = complianceConfig.pick({ ERASURE_TURN_MS: true, ERASURE_PAUSE_MS: true, ERASURE_PATIENCE_MS: true }).parse(settings);
    const questions = new SagaQuestions(readModel, outbox);
    this.#reapply = new ReapplyService(this.#database, readModel, vault, outbox, uuidV7);
    const answers = new SagaAnswers(repository, questions, holds, app.service.app.get(ObjectionService));
    this.#saga = new SagaRunService(repository, readModel, questions, answers, certification, vault, clock, config);
  }

  /** A run of the saga that is killed at its n-th transaction. @returns whether it lived to the end */
  async runUntil(transaction: number): Promise<boolean> {
    let left = transaction;
    const mortal =
      <T, W>(work: (tx: W) => Promise<T>) =>
      async (tx: W): Promise<T> => {
        const result = await work(tx);
        left -= 1;
        if (left <= 0) throw new Killed();
        return result;
      };
    const run: Pick<JobRun, 'step' | 'stepInTenant'> = {
      step: (work) => this.#database.withoutTenant(mortal(work)),
      stepInTenant: (tenantId, work) => this.#database.inTenant(tenantId, mortal(work)),
    };
    try {
      await this.#saga.run(run as JobRun);
      return true;
    } catch (error) {
      if (error instanceof Killed) return false;
      throw error;
    }
  }

  /** `npm run erasures -- reapply`. */
  reapply(): Promise<Reapplied> {
    return this.#reapply.reapply();
  }

  async end(): Promise<void> {
    await Promise.all([this.#database.end(), this.#vaultDatabase.end()]);
  }
}
