import type { Channel, ConsentState, OptOutState } from '@leadstream/contracts';
import { meter } from '@leadstream/telemetry';

const compliance = meter('leadstream.compliance');

export const contactDecisions = compliance.counter<{ outcome: 'allow' | 'deny' | 'later'; channel: Channel }>('compliance_decisions', {
  unit: '{decision}',
  description: 'Contact decisions made.',
});

export const dncChanges = compliance.counter<{ change: 'added' | 'extended' | 'removed' | 'expired' }>('compliance_dnc_changes', {
  unit: '{change}',
  description: 'Changes to DNC lists.',
});

export const dncLoads = compliance.counter<{ outcome: 'completed' | 'refused' }>('compliance_dnc_loads', {
  unit: '{file}',
  description: 'Files of phone numbers that became a version of a list, or were refused.',
});

export const consentStatements = compliance.counter<{ state: ConsentState }>('compliance_consent_statements', {
  unit: '{statement}',
  description: 'Lines added to consent ledgers.',
});

export const optOuts = compliance.counter<{ state: OptOutState }>('compliance_opt_outs', {
  unit: '{opt-out}',
  description: 'Opt-outs found in messages, and what became of them.',
});

export const erasures = compliance.counter<{ event: 'requested' | 'escalated' | 'certified' }>('compliance_erasures', {
  unit: '{erasure}',
  description: 'Erasures of persons that were requested, that a service kept waiting too long, and that every service has a receipt for.',
});
