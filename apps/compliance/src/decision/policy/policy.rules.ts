import { isDeepStrictEqual } from 'node:util';
import type { DataOf, PatchPolicy, Policy, policyChangedV1 } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';
import type { PolicyRecord } from './policy.js';

/** A policy that nobody has activated yet. */
export function drafted({ policyId, name, settings, ruleSet = null, createdAt, createdBy }: Drafting): PolicyRecord {
  const inForce = { contactPolicyVersion: null, activatedAt: null, activatedBy: null, retiredAt: null };
  return { policyId, version: 1, name, status: 'draft', settings, ruleSet, createdAt, createdBy, ...inForce };
}

type Drafting = Pick<PolicyRecord, 'policyId' | 'name' | 'settings' | 'createdAt' | 'createdBy'> & Partial<Pick<PolicyRecord, 'ruleSet'>>;

/** A draft with what was stated in place of what it had. */
export function changed(draft: PolicyRecord, { name = draft.name, ruleSet = draft.ruleSet, ...stated }: PatchPolicy): PolicyRecord {
  const { requiresStatedConsent, hours, caps } = draft.settings;
  const settings = {
    requiresStatedConsent: stated.requiresStatedConsent ?? requiresStatedConsent,
    hours: stated.hours ?? hours,
    caps: stated.caps ?? caps,
  };
  return { ...draft, version: draft.version + 1, name, settings, ruleSet };
}

export function activated(draft: PolicyRecord, contactPolicyVersion: number, activatedBy: Actor, activatedAt: Date): PolicyRecord {
  return { ...draft, version: draft.version + 1, status: 'active', contactPolicyVersion, activatedAt, activatedBy };
}

export function retired(active: PolicyRecord, retiredAt: Date): PolicyRecord {
  return { ...active, version: active.version + 1, status: 'retired', retiredAt };
}

/** What `policy.changed` tells of a draft. @param before undefined of a new one */
export function toldDraft(draft: PolicyRecord, before: PolicyRecord | undefined, at: Date): DataOf<typeof policyChangedV1> {
  const { policyId, version, name, ruleSet } = draft;
  const past = before && statedIn(before);
  const present = statedIn(draft);
  const changed = (Object.keys(present) as (keyof typeof present)[]).filter((field) => !isDeepStrictEqual(past?.[field], present[field]));
  const action = before === undefined ? 'created' : 'updated';
  return { policyId, action, version, name, changed, ruleSetVersion: ruleSet?.version ?? null, changedAt: at.toISOString() };
}

function statedIn({ name, settings: { requiresStatedConsent, hours, caps }, ruleSet }: PolicyRecord) {
  return { name, requiresStatedConsent, hours, caps, ruleSet };
}

/** As the API shows it. */
export function presentPolicy(policy: PolicyRecord): Policy {
  const { policyId, version, name, status, settings, ruleSet, contactPolicyVersion, createdAt, createdBy, activatedAt, activatedBy } =
    policy;
  return {
    id: policyId,
    version,
    name,
    status,
    ...settings,
    ruleSet,
    contactPolicyVersion,
    createdAt: createdAt.toISOString(),
    createdBy,
    activatedAt: activatedAt?.toISOString() ?? null,
    activatedBy,
    retiredAt: policy.retiredAt?.toISOString() ?? null,
  };
}
