import type { ContactRule } from '@leadstream/contracts';
import type { Jurisdiction, Rule } from '../rule-sets/rule.js';

/** A rule as the API shows it. */
export function presentRule({
  id,
  kind,
  says,
  source,
  provenance,
  version,
  validFrom,
  jurisdiction,
  channels,
  purposes,
}: Rule): ContactRule {
  return {
    id,
    kind,
    says,
    source,
    provenance,
    version,
    validFrom: validFrom.toISOString(),
    ...placeIn(jurisdiction),
    channels: [...channels],
    purposes: [...purposes],
  };
}

function placeIn(jurisdiction: Jurisdiction): Pick<ContactRule, 'countries' | 'state'> {
  if (jurisdiction.in !== 'countries') return { countries: null, state: null };
  return { countries: [...jurisdiction.countries], state: jurisdiction.state ?? null };
}
