import type { AuditFinding, Channel, ConsentState, OptOutState, SubjectRequestKind } from '@leadstream/contracts';
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
  description: 'Files that became a version of a list of numbers, or entries of a DNC list, or were refused.',
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
export const subjectRequests = compliance.counter<{ kind: SubjectRequestKind; outcome: 'received' | 'completed' | 'refused' }>(
  'compliance_subject_requests',
  { unit: '{request}', description: 'Requests of persons that came in, and that came to their end.' },
);

/** Requests of all tenants that want somebody to look. */
export interface SubjectLevels {
  /** Open, and the time for the answer is over. */
  readonly overdue: number;
  /** Gathered for longer than services may take to answer. */
  readonly stuck: number;
}

const subjectSources = new Set<() => Promise<SubjectLevels | undefined>>();

/** @returns the way to stop being observed */
export function observeSubjectRequests(source: () => Promise<SubjectLevels | undefined>): () => void {
  subjectSources.add(source);
  return () => subjectSources.delete(source);
}

function subjectGauge(name: string, unit: string, description: string, value: (levels: SubjectLevels) => number): void {
  compliance.gauge(name, { unit, description }, async (result) => {
    for (const levels of await Promise.all([...subjectSources].map((source) => source())))
      if (levels !== undefined) result.observe(value(levels));
  });
}

subjectGauge('compliance_subject_requests_overdue', '{request}', 'Open requests of persons whose time is over.', ({ overdue }) => overdue);
subjectGauge(
  'compliance_subject_exports_stuck',
  '{export}',
  'Copies of data for which services have not answered in time.',
  ({ stuck }) => stuck,
);
export const auditChainFindings = compliance.counter<{ problem: AuditFinding['problem'] }>('compliance_audit_chain_findings', {
  unit: '{finding}',
  description: 'Checks of an audit trail that found an entry altered, removed or reordered.',
});
