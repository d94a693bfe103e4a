import { Injectable } from '@nestjs/common';
import { type DealHit, type LeadHit, SEARCH_TYPES, type SearchHit, type SearchType, type TaskHit } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { type AttachmentText, AttachmentTextsReadModel } from './attachment-texts.read-model.js';
import { LeadCandidatesReadModel } from './lead-candidates.read-model.js';
import { attachmentMatch, passageMatch } from './query/attachment-match.rules.js';
import { bestFirst } from './query/best-first.rules.js';
import { type RankedLead, rankLeads } from './query/rank-leads.rules.js';
import { type RankedWork, rankWork } from './query/rank-work.rules.js';
import type { SearchTerm } from './query/search-term.js';
import { searchTerms, typedEmail } from './query/search-terms.rules.js';
import { WorkCandidatesReadModel } from './work-candidates.read-model.js';

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
    private readonly work: WorkCandidatesReadModel,
  ) {}

  /**
   * @param typed what a person typed
   * @returns the best hits, of whatever type; none when nothing typed is a word
   */
  async search(typed: string, limit: number, types: readonly SearchType[] = SEARCH_TYPES): Promise<SearchResult> {
    const terms = searchTerms(typed);
    if (terms.length === 0) return { items: [], nextCursor: null };
    return this.database.read(async (tx) => {
      const kinds = types.filter((type) => type !== 'lead');
      const leads = types.includes('lead')
        ? rankLeads(await this.candidates.findCandidates(tx, tx.tenantId, terms, typedEmail(typed)), terms, limit)
        : [];
      const work = kinds.length > 0 ? rankWork(await this.work.findCandidates(tx, tx.tenantId, terms, kinds), terms, limit) : [];
      const best = bestFirst<RankedLead | RankedWork>([...leads, ...work], limit);
      return { items: await this.shown(tx, best, terms), nextCursor: null };
    });
  }

  /** Hits with passages of the texts without which they were none. */
  private async shown(tx: Tx, ranked: readonly (RankedLead | RankedWork)[], terms: readonly SearchTerm[]): Promise<SearchHit[]> {
    const attached = ranked.flatMap((one) => ('attachments' in one ? one.attachments.map(({ id }) => id) : []));
    const worked = ranked.flatMap((one) => ('needsBody' in one && one.needsBody ? [one.hit.id] : []));
    const texts = await this.texts.findTexts(tx, tx.tenantId, attached);
    const bodies = await this.work.findBodies(tx, tx.tenantId, worked);
    return ranked.map((one) => ('attachments' in one ? shownLead(one, texts, terms) : shownWork(one, bodies, terms)));
  }
}

function shownLead({ hit, attachments }: RankedLead, texts: ReadonlyMap<Uuid, AttachmentText>, terms: readonly SearchTerm[]): LeadHit {
  const matches = attachments.flatMap((attachment) => {
    const { text, ...of } = texts.get(attachment.id) ?? { text: '' };
    const match = attachmentMatch(attachment, text, terms);
    return match ? [{ ...match, ...of }] : [];
  });
  return { ...hit, matches: [...hit.matches, ...matches] };
}

function shownWork({ hit }: RankedWork, bodies: ReadonlyMap<Uuid, string>, terms: readonly SearchTerm[]): DealHit | TaskHit {
  const match = passageMatch(bodies.get(hit.id) ?? '', terms);
  if (!match) return hit;
  return { ...hit, matches: [...hit.matches, { field: hit.type === 'deal' ? 'products' : 'description', ...match }] };
}
