import { Injectable } from '@nestjs/common';
import type { SearchHit } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { LeadCandidatesReadModel } from './lead-candidates.read-model.js';
import { rankLeads } from './query/rank-leads.rules.js';
import { searchTerms } from './query/search-terms.rules.js';

export interface SearchResult {
  readonly items: readonly SearchHit[];
  readonly nextCursor: null;
}

/** One box over everything that can be found. */
@Injectable()
export class SearchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly candidates: LeadCandidatesReadModel,
  ) {}

  /**
   * @param typed what a person typed
   * @returns the best hits; none when nothing typed is a word
   */
  async search(typed: string, limit: number): Promise<SearchResult> {
    const terms = searchTerms(typed);
    if (terms.length === 0) return { items: [], nextCursor: null };
    const required = terms.filter((term) => term.required);
    const candidates = await this.database.read((tx) => this.candidates.findCandidates(tx, tx.tenantId, required));
    return { items: rankLeads(candidates, terms, limit), nextCursor: null };
  }
}
