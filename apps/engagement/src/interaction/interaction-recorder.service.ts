import {
  type Interaction,
  interactionRecordedV1,
  interactionRetractedV1,
  messageReceivedV1,
  type RecordInteractionBody,
} from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { type OutboxItem, Outbox } from '@leadstream/messaging';
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
    const first = firstOfEach(bodies);
    const offered = first.map((body) => interactionOf(this.ids.next(), body, now));
    const texts = new Map(first.map(({ clientEventId, text }) => [clientEventId, text]));
    const claimed = await this.repository.claim(tx, tenantId, offered);
    const fresh = offered.filter(({ clientEventId }) => claimed.has(clientEventId));
    const used = offered.filter(({ clientEventId }) => !claimed.has(clientEventId));
    const [, ids] = await Promise.all([
      this.store(tx, fresh, texts),
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

  private async store(tx: Tx, fresh: readonly Interaction[], texts: ReadonlyMap<string, string | undefined>): Promise<void> {
    if (fresh.length === 0) return;
    const told = fresh.map((interaction) => eventsOf(interaction, texts.get(interaction.clientEventId)));
    const [sequences] = await Promise.all([
      this.leadStream.take(
        tx,
        tx.tenantId,
        told.flatMap((events) => events.map(({ leadId }) => leadId)),
      ),
      this.repository.insert(tx, tx.tenantId, fresh),
    ]);
    await this.outbox.addAll(
      tx,
      told.flat().map(({ numbered }, index) => numbered(sequences[index] ?? 0)),
    );
  }
}

/** An event that waits for its number among those of its lead. */
interface Told {
  readonly leadId: string;
  numbered(sequence: number): OutboxItem;
}

/** @param text what the lead wrote or said, if it did */
function eventsOf(interaction: Interaction, text: string | undefined): Told[] {
  const { leadId, id, clientEventId, kind, occurredAt, recordedAt, channel } = interaction;
  const time = new Date(recordedAt);
  const data = { leadId, interactionId: id, clientEventId, kind, occurredAt, recordedAt };
  const recorded: Told = { leadId, numbered: (sequence) => ({ contract: interactionRecordedV1, data, sequence, time }) };
  if (text === undefined || channel === null) return [recorded];
  // A client's clock may be ahead of ours.
  const receivedAt = occurredAt < recordedAt ? occurredAt : recordedAt;
  const message = { leadId, messageId: clientEventId, channel, text, receivedAt };
  return [recorded, { leadId, numbered: (sequence) => ({ contract: messageReceivedV1, data: message, sequence, time }) }];
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
