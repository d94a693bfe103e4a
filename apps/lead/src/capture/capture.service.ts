import { Inject, Injectable } from '@nestjs/common';
import type { CreateLead, Lead } from '@leadstream/contracts';
import type { Clock, FieldProblem, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { LeadJournalService } from '../lead-store/lead-journal.service.js';
import { captureStep } from '../lead/lead-step.rules.js';
import type { LeadStep } from '../lead/lead-step.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { identityProblem, normaliseLead } from '../lead/lead.rules.js';
import { EMPTY_LEAD } from '../lead/lead.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { isFuture } from '../lead/values/instant.rules.js';
import { CLOCK, IDS } from '../tokens.js';

/** How often a lead may vanish between being in the way and being looked at. */
const MAX_ATTEMPTS = 3;

@Injectable()
export class CaptureService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly uniqueness: LeadUniquenessService,
    private readonly journal: LeadJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  async capture(stated: CreateLead): Promise<Lead> {
    const step = this.accept(stated);
    return this.database.write(async (tx) => {
      await this.store(tx, step);
      return presentLead(step.lead);
    });
  }

  private accept({ capturedAt: statedAt, consents = [], ...stated }: CreateLead): LeadStep {
    const now = this.clock.now();
    const capturedAt = statedAt === undefined ? now : new Date(statedAt);
    const { fields, problems } = normaliseLead(stated);
    const missing = problems.length === 0 ? identityProblem({ ...EMPTY_LEAD, ...fields }) : undefined;
    const found: FieldProblem[] = [...problems, ...(missing ? [missing] : [])];
    if (isFuture(capturedAt, now)) found.push(futureProblem('capturedAt'));
    found.push(
      ...consents.flatMap(({ givenAt }, index) =>
        givenAt && isFuture(new Date(givenAt), now) ? [futureProblem(`consents.${index}.givenAt`)] : [],
      ),
    );
    if (found.length > 0) throw leadErrors.INVALID({ errors: found });
    const statements = consents.map((grant) => ({
      ...grant,
      textVersion: grant.textVersion ?? null,
      givenAt: grant.givenAt ?? capturedAt.toISOString(),
    }));
    return captureStep({ leadId: this.ids.next(), fields, capturedAt, consents: statements }, { now, importId: null });
  }

  private async store(tx: Tx, step: LeadStep): Promise<void> {
    for (let attempt = 1; (await this.leads.create(tx, tx.tenantId, [step.lead])) === 0; attempt += 1) {
      await this.uniqueness.demandFree(tx, step.lead);
      if (attempt === MAX_ATTEMPTS) throw new Error('a lead is refused by an identifier that nobody holds');
    }
    await this.journal.record(tx, [step]);
  }
}

function futureProblem(path: string): FieldProblem {
  return { path, code: 'instant.future', message: 'Lies in the future.' };
}
