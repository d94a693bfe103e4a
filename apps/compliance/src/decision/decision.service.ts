import { type ContactDecision, decideContactBody, type DecideContactBody, type DecisionBatchResult } from '@leadstream/contracts';
import { fieldProblems } from '@leadstream/http';
import { type Clock, DomainError } from '@leadstream/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../compliance.errors.js';
import { currentTenantId } from '../current-tenant.js';
import { CLOCK } from '../tokens.js';
import { askedInstant } from './judgement/asked-instant.rules.js';
import { DecisionMakerService } from './decision-maker.service.js';
import { DecisionReadModel } from './decision.read-model.js';
import type { Question } from './facts/question.js';

/** Decides whether leads may be contacted, and remembers what was decided and why. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly maker: DecisionMakerService,
    private readonly readModel: DecisionReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `COMPLIANCE.AT_OUT_OF_RANGE` */
  async decide(body: DecideContactBody): Promise<ContactDecision> {
    const now = this.clock.now();
    const [decision] = await this.maker.decideAll([questionIn(body, now)], now, (decisions) => decisions);
    if (decision === undefined) throw new Error('a question was not answered');
    return decision;
  }

  /** @param items as the caller sent them; each is judged alone */
  decideAll(items: readonly unknown[]): Promise<DecisionBatchResult[]> {
    const now = this.clock.now();
    const read = items.map((item) => readQuestion(item, now));
    const questions = read.flatMap((one) => ('question' in one ? [one.question] : []));
    return this.maker.decideAll(questions, now, (decisions) => {
      const inOrder = decisions.values();
      return read.map((one): DecisionBatchResult => ('question' in one ? decided(inOrder.next().value) : failed(one.error)));
    });
  }

  async get(id: string): Promise<ContactDecision> {
    const decision = await this.readModel.findById(currentTenantId(), id);
    if (!decision) throw complianceErrors.DECISION_NOT_FOUND();
    return decision;
  }
}

function questionIn({ at, ...asked }: DecideContactBody, now: Date): Question {
  return { ...asked, at: askedInstant(at, now) };
}

function readQuestion(item: unknown, now: Date): { question: Question } | { error: DomainError } {
  const parsed = decideContactBody.safeParse(item);
  if (!parsed.success) return { error: complianceErrors.QUESTION_INVALID({ errors: fieldProblems(parsed.error.issues) }) };
  try {
    return { question: questionIn(parsed.data, now) };
  } catch (error) {
    if (error instanceof DomainError) return { error };
    throw error;
  }
}

function decided(decision: ContactDecision | undefined): DecisionBatchResult {
  if (decision === undefined) throw new Error('a question was not answered');
  const { inputs: _inputs, ...brief } = decision;
  return { status: 'decided', decision: brief };
}

function failed({ code, title, errors }: DomainError): DecisionBatchResult {
  return { status: 'failed', error: { code, title, errors: [...errors] } };
}
