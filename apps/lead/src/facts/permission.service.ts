import { Injectable } from '@nestjs/common';
import type { consentChangedV1, dncAddedV1, dncRemovedV1, EventOf } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { EventOfAny } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { PermissionRepository, type ProhibitionState } from './permission.repository.js';

export type ProhibitionEvent = EventOfAny<typeof dncAddedV1 | typeof dncRemovedV1>;

/** Keeps what compliance tells of consents and prohibitions, for all who have to know. */
@Injectable()
export class PermissionService {
  constructor(private readonly permissions: PermissionRepository) {}

  /** @returns live leads that the statements concern: what is said of a lead that went into another one is said of that one */
  async keepConsents(tx: Tx, events: readonly EventOf<typeof consentChangedV1>[]): Promise<Uuid[]> {
    if (events.length === 0) return [];
    const lines = events.map(({ data: { leadId, channel, purpose, state, statedAt } }) => ({ leadId, channel, purpose, state, statedAt }));
    await this.permissions.saveConsents(tx, tx.tenantId, lines);
    return this.permissions.findMeant(
      tx,
      tx.tenantId,
      lines.map(({ leadId }) => leadId),
    );
  }

  /** @returns live leads that the entries concern, as they were and as they are */
  async keepProhibitions(tx: Tx, events: readonly ProhibitionEvent[]): Promise<Uuid[]> {
    const entryIds = events.map(({ data }) => data.entryId);
    const before = await this.permissions.findValues(tx, tx.tenantId, entryIds);
    const states = events.map(stateOf);
    await this.permissions.saveProhibitions(tx, tx.tenantId, states);
    const told = states.map(({ value }) => value).filter((value) => value !== null);
    return this.permissions.findAddressed(tx, tx.tenantId, [...before, ...told]);
  }
}

/** An address that is erased binds nobody: no lead has it. */
function stateOf({ type, data, sequence: version }: ProhibitionEvent): ProhibitionState {
  if (type === 'dnc.removed') return { entryId: data.entryId, version, kind: null, value: null, channels: [], isRemoved: true };
  const { entryId, kind, value, channels } = data;
  return { entryId, version, kind, value, channels, isRemoved: value === null };
}
