import type { Uuid } from '@leadstream/kernel';
import { comparableLead } from '../../comparable/comparable-lead.rules.js';
import type { ComparableLead } from '../../comparable/comparable-lead.js';
import type { DuplicateFact } from '../../facts/duplicate-fact.js';
import { candidateOf, type ComparedLead } from '../../leads/candidate-of.rules.js';
import type { Breather } from '../../../work/breather.js';

/** Leads that are kept in their comparable form: some 600 bytes each with what they say. Each is in three pages of blocks. */
const KEPT_LEADS = 100_000;

/** Leads of a run in their comparable form. Reading one and making it comparable takes as long as four comparisons. */
export class RunLeads {
  readonly #kept = new Map<Uuid, ComparableLead>();
  /** Their ids in a ring: the next place is that of the one kept first. */
  readonly #ids: Uuid[] = [];
  #next = 0;

  /** @param read gives those of the given leads that live */
  constructor(
    private readonly facts: readonly DuplicateFact[],
    private readonly read: (leadIds: readonly Uuid[]) => Promise<readonly ComparedLead[]>,
    private readonly breather: Breather,
  ) {}

  /** By id; who is deleted is left out. One that is kept is as it was first read. */
  async find(leadIds: ReadonlySet<Uuid>): Promise<ReadonlyMap<Uuid, ComparableLead>> {
    const found = new Map<Uuid, ComparableLead>();
    const missing: Uuid[] = [];
    for (const leadId of leadIds) {
      const kept = this.#kept.get(leadId);
      if (kept) found.set(leadId, kept);
      else missing.push(leadId);
    }
    for (const lead of missing.length > 0 ? await this.read(missing) : []) {
      const comparable = comparableLead(candidateOf(lead, this.facts));
      found.set(lead.leadId, comparable);
      this.keep(lead.leadId, comparable);
      await this.breather.breathe();
    }
    return found;
  }

  /** In place of the one that was kept first. */
  private keep(leadId: Uuid, lead: ComparableLead): void {
    const eldest = this.#ids[this.#next];
    if (eldest !== undefined) this.#kept.delete(eldest);
    this.#ids[this.#next] = leadId;
    this.#next = (this.#next + 1) % KEPT_LEADS;
    this.#kept.set(leadId, lead);
  }
}
