import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { IDS } from '../../tokens.js';
import { ConsentLedgerService, type NumberedEntry } from '../consent-ledger.service.js';
import { ConsentReadModel, type LedgerStatement } from '../consent.read-model.js';
import { later } from '../consent.rules.js';
import type { Person } from './person.js';
import { allLeadsOf, leadsToWithdraw, withdrawnAsOneAt } from './withdrawal.rules.js';

/** Writes what was withdrawn under one lead of a person under its other leads, too. */
@Injectable()
export class SharedWithdrawalService {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly consents: ConsentReadModel,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * @param lines that were added just now; their grants concern nobody else
   * @param persons by lead that withdrew; all their leads are locked
   */
  async append(tx: Tx, lines: readonly NumberedEntry[], persons: ReadonlyMap<string, Person>, now: Date): Promise<void> {
    const shared = lines.flatMap((line) => {
      const person = line.entry.state === 'withdrawn' ? persons.get(line.entry.leadId) : undefined;
      return person === undefined || person.family.merged.length === 0 ? [] : [{ line, person }];
    });
    if (shared.length === 0) return;
    const members = allLeadsOf(persons);
    const [before, erased] = await Promise.all([this.consents.findLatest(tx, tx.tenantId, members), erasedAmong(tx, members)]);
    const further = shared.flatMap(({ line, person }) => this.furtherOf(line, person, before, now));
    const once = new Map(further.map((one) => [`${one.entry.leadId} ${one.entry.channel} ${one.entry.purpose}`, one]));
    const left = [...once.values()].filter(({ entry }) => !erased.has(entry.leadId));
    const sequences = await this.ledger.lock(
      tx,
      tx.tenantId,
      left.map(({ entry }) => entry.leadId),
    );
    await this.ledger.append(
      tx,
      tx.tenantId,
      left.map((line, index) => ({ ...line, sequence: sequences[index] ?? 0 })),
    );
  }

  private furtherOf(
    { entry, causedBy }: NumberedEntry,
    { leadId, family }: Person,
    before: readonly LedgerStatement[],
    now: Date,
  ): Omit<NumberedEntry, 'sequence'>[] {
    const same = before.filter(({ channel, purpose }) => channel === entry.channel && purpose === entry.purpose);
    const statedAt = withdrawnAsOneAt(entry.statedAt, family);
    // The event brought the line itself; what follows from that has no place in it.
    const { origin: _origin, ...said } = entry;
    const common = { ...said, statedAt, recordedAt: later(now, statedAt) };
    const others = familyIds(leadId, family).filter((other) => other !== entry.leadId);
    return leadsToWithdraw(others, same, now).map((other) => ({
      entry: { ...common, id: this.ids.next(), leadId: other },
      ...(causedBy && { causedBy }),
    }));
  }
}
