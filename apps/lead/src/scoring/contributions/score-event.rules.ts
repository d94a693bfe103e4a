import type { Uuid } from '@leadstream/kernel';
import type { Contribution, Retraction, ScoreEvent } from './contribution.js';

const KIND = /^[a-z0-9_.:-]{1,80}$/;

/** What an event says about what leads did, and whose score it moves. */
export interface ScoreNews {
  readonly contribution?: Contribution;
  readonly retraction?: Retraction;
  /** Leads, merged leads or visitors; empty when nobody's score is moved. */
  readonly leadIds: readonly Uuid[];
}

/** @returns undefined for something done of a kind that no rule can name */
export function newsOf(event: ScoreEvent): ScoreNews | undefined {
  switch (event.type) {
    case 'interaction.recorded': {
      const { interactionId, kind, leadId, occurredAt } = event.data;
      return done(event, interactionId, 'interaction', kind, leadId, occurredAt);
    }
    case 'interaction.retracted': {
      const { interactionId: sourceId, retractedAt, leadId } = event.data;
      return { retraction: { sourceId, retractedAt: new Date(retractedAt), eventId: event.id }, leadIds: [leadId] };
    }
    case 'message.state-changed': {
      const { messageId, to, leadId, occurredAt } = event.data;
      return leadId === null ? { leadIds: [] } : done(event, messageId, 'message', to, leadId, occurredAt);
    }
    case 'message.engaged': {
      const { messageId, act, leadId, occurredAt } = event.data;
      return leadId === null ? { leadIds: [] } : done(event, messageId, 'message', act, leadId, occurredAt);
    }
    case 'lead-form.submitted': {
      const { submissionId, leadId, submittedAt } = event.data;
      return done(event, submissionId, 'form', 'submitted', leadId, submittedAt);
    }
    case 'lead.merged':
    case 'lead.unmerged':
      return { leadIds: [event.data.leadId, event.data.survivorId] };
    default:
      return { leadIds: [event.data.leadId] };
  }
}

function done(
  { id: eventId }: ScoreEvent,
  sourceId: Uuid,
  source: 'interaction' | 'message' | 'form',
  word: string,
  leadId: Uuid,
  occurredAt: string,
): ScoreNews | undefined {
  if (!KIND.test(word)) return undefined;
  return { contribution: { sourceId, kind: `${source}.${word}`, leadId, occurredAt: new Date(occurredAt), eventId }, leadIds: [leadId] };
}
