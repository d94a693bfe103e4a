import { type Interaction, interactionRecordedV1, interactionRetractedV1, type RecordInteractionBody } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { LeadStreamService } from '../lead-stream/lead-stream.service.js';
import { interactionResults } from '../metrics.js';
import { IDS } from '../tokens.js';
import { InteractionRepository } from './interaction.repository.js';
import { firstOfEach } from './interaction.rules.js';

/** What became of a reported interaction, and the id it is stored under. */
export interface RecordedAs {
  readonly status: 'recorded' | 'duplicate';
  readonly id: string;
}

/** Records interactions once per client event id, and takes them back, with their events. */
@Injectable()
export class InteractionRecorderService {
  constructor(
    private readonly repository: InteractionRepository,
    private readonly leadStream: LeadStreamService,
    private readonly outbox: Outbox,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * @param bodies client event ids may repeat: the first one counts
   * @returns one result for each, in order
   */
  async record(tx: Tx, bodies: readonly RecordInteractionBody[], now: Date): Promise<RecordedAs[]> {
    const { tenantId } = tx;
    if (bodies.length === 0) return [];
    const offered = firstOfEach(bodies).map((body) => interactionOf(this.ids.next(), body, now));
    const claimed = await this.repository.claim(tx, tenantId, offered);
    const fresh = offered.filter(({ clientEventId }) => claimed.has(clientEventId));
    const used = offered.filter(({ clientEventId }) => !claimed.has(clientEventId));
    const [, ids] = await Promise.all([
      this.store(tx, tenantId, fresh),
      this.repository.findIds(
        tx,
        tenantId,
        used.map(({ clientEventId }) => clientEventId),
      ),
    ]);
    for (const { clientEventId, id } of fresh) ids.set(clientEventId, id);
    interactionResults.add(fresh.length, { result: 'recorded' });
    interactionResults.add(bodies.length - fresh.length, { result: 'duplicate' });
    return bodies.map(({ clientEventId }) => ({
      status: claimed.delete(clientEventId) ? 'recorded' : 'duplicate',
      id: idOf(ids, clientEventId),
    }));
  }

  /** @returns whether it was there */
  async retract(tx: Tx, id: string, now: Date): Promise<boolean> {
    const leadId = await this.repository.remove(tx, tx.tenantId, id);
    if (leadId === undefined) return false;
    const [sequence = 0] = await this.leadStream.take(tx, tx.tenantId, [leadId]);
    const data = { leadId, interactionId: id, retractedAt: now.toISOString() };
    await this.outbox.add(tx, interactionRetractedV1, { data, sequence, time: now });
    return true;
  }

  private async store(tx: Tx, tenantId: string, fresh: readonly Interaction[]): Promise<void> {
    if (fresh.length === 0) return;
    const [sequences] = await Promise.all([
      this.leadStream.take(
        tx,
        tenantId,
        fresh.map(({ leadId }) => leadId),
      ),
      this.repository.insert(tx, tenantId, fresh),
    ]);
    const events = fresh.map(({ leadId, id, clientEventId, kind, occurredAt, recordedAt }, index) => ({
      contract: interactionRecordedV1,
      data: { leadId, interactionId: id, clientEventId, kind, occurredAt, recordedAt },
      sequence: sequences[index] ?? 0,
      time: new Date(recordedAt),
    }));
    await this.outbox.addAll(tx, events);
  }
}

function interactionOf(
  id: string,
  { clientEventId, leadId, kind, occurredAt, channel, content, value }: RecordInteractionBody,
  now: Date,
): Interaction {
  return {
    id,
    clientEventId,
    leadId,
    kind,
    occurredAt: new Date(occurredAt).toISOString(),
    recordedAt: now.toISOString(),
    channel: channel ?? null,
    content: content ?? null,
    value: value ?? null,
  };
}

function idOf(ids: ReadonlyMap<string, string>, clientEventId: string): string {
  const id = ids.get(clientEventId);
  if (id === undefined) throw new Error('a client event id was refused, but nothing is stored under it');
  return id;
}
