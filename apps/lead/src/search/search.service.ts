import { Injectable } from '@nestjs/common';
import type { LeadHit, SearchHit } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { type AttachmentText, AttachmentTextsReadModel } from './attachment-texts.read-model.js';
import { LeadCandidatesReadModel } from './lead-candidates.read-model.js';
import { attachmentMatch } from './query/attachment-match.rules.js';
import { type RankedLead, rankLeads } from './query/rank-leads.rules.js';
import type { SearchTerm } from './query/search-term.js';
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
    private readonly texts: AttachmentTextsReadModel,
  ) {}

  /**
   * @param typed what a person typed
   * @returns the best hits; none when nothing typed is a word
   */
  async search(typed: string, limit: number): Promise<SearchResult> {
    const terms = searchTerms(typed);
    if (terms.length === 0) return { items: [], nextCursor: null };
    return this.database.read(async (tx) => {
      const ranked = rankLeads(await this.candidates.findCandidates(tx, tx.tenantId, terms), terms, limit);
      const ids = ranked.flatMap(({ attachments }) => attachments.map(({ id }) => id));
      const texts = await this.texts.findTexts(tx, tx.tenantId, ids);
      return { items: ranked.map((lead) => shown(lead, texts, terms)), nextCursor: null };
    });
  }
}

function shown({ hit, attachments }: RankedLead, texts: ReadonlyMap<Uuid, AttachmentText>, terms: readonly SearchTerm[]): LeadHit {
  const matches = attachments.flatMap((attachment) => {
    const { text, ...of } = texts.get(attachment.id) ?? { text: '' };
    const match = attachmentMatch(attachment, text, terms);
    return match ? [{ ...match, ...of }] : [];
  });
  return { ...hit, matches: [...hit.matches, ...matches] };
}
