import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { PersonVault, type Tx } from '@leadstream/persistence';
import { errorFields, logger } from '@leadstream/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import type { ComplianceConfig } from '../../config.js';
import { erasures } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ErasureReadModel } from '../store/erasure.read-model.js';
import { ErasureRepository } from '../store/erasure.repository.js';
import type { StoredErasure } from '../store/stored-erasure.js';
import { CertificationService } from './certification.service.js';
import { SagaAnswers } from './saga-answers.service.js';
import { missingFrom, type Move, nextMove } from './saga.rules.js';
import { SagaQuestions } from './saga-questions.service.js';

const log = logger('erasure');

/** Tenants a turn. */
const TENANTS = 1_000;

/** An erasure that was looked at, and what is to be done about it. */
interface Judged {
  readonly erasure: StoredErasure;
  readonly move: Move;
}

/**
 * Takes every erasure a move further, if there is one to make. What is done to keys is done before it is noted, and does no harm when it is
 * done again: a process may die anywhere.
 */
@Injectable()
export class SagaRunService {
  constructor(
    private readonly repository: ErasureRepository,
    private readonly readModel: ErasureReadModel,
    private readonly questions: SagaQuestions,
    private readonly answers: SagaAnswers,
    private readonly certification: CertificationService,
    private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ComplianceConfig, 'ERASURE_TURN_MS' | 'ERASURE_PAUSE_MS' | 'ERASURE_PATIENCE_MS'>,
  ) {}

  job(): Job {
    const everyMs = this.config.ERASURE_TURN_MS;
    return defineJob({ name: 'advance-erasures', cadence: { everyMs }, missed: 'skip', run: (run) => this.run(run) });
  }

  /** @throws what stopped one of the erasures, after all others had their turn */
  async run(run: JobRun): Promise<Figures> {
    let moved = 0;
    const troubles: unknown[] = [];
    for (const tenantId of await run.step((tx) => this.repository.findTenantsWithOpen(tx, TENANTS))) {
      for (const id of await run.stepInTenant(tenantId, (tx) => this.readModel.findOpen(tx, tenantId))) {
        try {
          if (await this.#advance(run, tenantId, id)) moved += 1;
        } catch (error) {
          log.error('erasure_stopped', { erasureId: id, error: errorFields(error) });
          troubles.push(error);
        }
      }
    }
    if (troubles.length > 0) throw troubles[0];
    return { moved };
  }

  /** @returns whether it came further */
  async #advance(run: JobRun, tenantId: Uuid, id: string): Promise<boolean> {
    const before = await run.stepInTenant(tenantId, (tx) => this.#judge(tx, id));
    if (before === undefined || before.move === 'wait') return false;
    if (before.move === 'certify') return this.certification.certify(run, tenantId, id);
    const hashes = before.move === 'forget' || before.move === 'settle' ? await this.#destroyKeys(run, tenantId, before.erasure) : [];
    return run.stepInTenant(tenantId, async (tx) => {
      await this.repository.lock(tx, tenantId, id);
      const now = await this.#judge(tx, id);
      if (now?.move !== before.move) return false;
      if (now.move === 'reconsider') return this.answers.reconsider(tx, now.erasure, this.clock.now());
      await this.#note(tx, now, hashes);
      return true;
    });
  }

  async #judge(tx: Tx, id: string): Promise<Judged | undefined> {
    const erasure = await this.readModel.findById(tx, tx.tenantId, id);
    if (erasure === undefined) return undefined;
    const answers = (await this.readModel.findAnswers(tx, tx.tenantId, [id])).get(id) ?? [];
    const move = nextMove(erasure, missingFrom(erasure, answers), this.clock.now(), this.config.ERASURE_PATIENCE_MS);
    return { erasure, move };
  }

  /** @returns what the vault keeps in place of the names */
  async #destroyKeys(run: JobRun, tenantId: Uuid, { id, leadIds }: StoredErasure): Promise<Buffer[]> {
    const addresses = await run.stepInTenant(tenantId, (tx) => this.readModel.findAddresses(tx, tenantId, id));
    const names = [...leadIds.map((leadId) => `lead:${leadId}`), ...addresses];
    await this.vault.destroy(tenantId, names);
    return this.vault.hashesOf(tenantId, names);
  }

  async #note(tx: Tx, { erasure: { id, step, round, leadIds }, move }: Judged, hashes: readonly Buffer[]): Promise<void> {
    const { tenantId } = tx;
    const at = this.clock.now();
    if (move === 'escalate') {
      await this.repository.escalate(tx, tenantId, id, at);
      log.error('erasure_escalated', { erasureId: id, step });
      erasures.add(1, { event: 'escalated' });
    } else if (move === 'erase') {
      const asked = { step: 'erase', round: step === 'forgetting' ? 1 : round + 1 } as const;
      await this.repository.move(tx, tenantId, id, {
        step: step === 'forgetting' ? 'erasing' : 'sweeping',
        round: asked.round,
        at,
        dueAt: null,
      });
      await this.questions.ask(tx, id, asked);
    } else {
      const dueAt = new Date(at.getTime() + this.config.ERASURE_PAUSE_MS);
      await this.repository.addDestroyed(tx, tenantId, id, hashes, at);
      await this.repository.move(tx, tenantId, id, {
        step: move === 'forget' ? 'forgetting' : 'settling',
        round,
        at,
        dueAt,
        keysDestroyedAt: at,
      });
      log.info('erasure_keys_destroyed', { erasureId: id, leads: leadIds.length, names: hashes.length });
    }
  }
}
