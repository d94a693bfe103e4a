import { MOST_LEADS_OF_PERSON } from '@leadstream/contracts';
import { complianceErrors } from '../compliance.errors.js';

/**
 * All leads of a person stand in one question to the services.
 * @throws DomainError `COMPLIANCE.PERSON_TOO_LARGE`
 */
export function demandNameable(leadIds: readonly string[]): void {
  if (leadIds.length > MOST_LEADS_OF_PERSON) throw complianceErrors.PERSON_TOO_LARGE({ extra: { leads: leadIds.length } });
}
