import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import { type DuplicatePair, scorePair } from '../duplicate-finder.rules.js';
import { FactRepository } from '../facts/fact.repository.js';
import { hashedKeys } from '../keys/hashed-keys.rules.js';
import { candidateOf } from '../leads/candidate-of.rules.js';
import { ComparedLeadsReadModel } from '../leads/compared-leads.read-model.js';
import { BlockMembersReadModel } from './block-members.read-model.js';
import { FrequencyService } from './frequency.service.js';

/** Keys that more leads share say too little to compare them all while somebody waits; a run compares neighbours of up to 5,000. */
const MOST_OF_A_BLOCK = 200;

/** Compares one lead with those that share a key with it. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly leads: ComparedLeadsReadModel,
    private readonly blocks: BlockMembersReadModel,
    private readonly facts: FactRepository,
    private readonly frequencies: FrequencyService,
  ) {}

  /**
   * @param alsoIds leads to compare whether they share a key or not
   * @returns pairs with the lead on the left, whatever their score; none for a lead that does not live
   */
  async compare(tx: Tx, leadId: Uuid, alsoIds: readonly Uuid[]): Promise<DuplicatePair[]> {
    const { tenantId } = tx;
    const [facts, [stated]] = await Promise.all([this.facts.find(tx, tenantId), this.leads.find(tx, tenantId, [leadId])]);
    if (!stated) return [];
    const lead = comparableLead(candidateOf(stated, facts));
    const otherIds = new Set([...(await this.blocks.find(tx, tenantId, hashedKeys(tenantId, lead), MOST_OF_A_BLOCK)), ...alsoIds]);
    otherIds.delete(leadId);
    const others = (await this.leads.find(tx, tenantId, [...otherIds])).map((other) => comparableLead(candidateOf(other, facts)));
    const frequencies = await this.frequencies.of(tx, [lead, ...others], facts);
    return others.map((other) => scorePair(lead, other, frequencies));
  }
}
