import { blankFields } from '../../lead/blank-fields.rules.js';
import type { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { type Identifier, IDENTIFIERS, type LeadFields, type LeadRecord, UNKNOWN_SOURCE } from '../../lead/lead.js';

/** Which of the leads that are known by what was stated is meant: the one with the e-mail address, else the one with the phone number. */
export function meantLead(holders: LeadDirectory, stated: Partial<LeadFields>): LeadRecord | undefined {
  const holderOf = (name: Identifier) => (stated[name] ? holders.holderOf(name, stated[name]) : undefined);
  return holderOf('email') ?? holderOf('phone');
}

/**
 * What a lead may learn from somebody who did not prove to be that person: only what nobody said before, and no identifier that a lead is
 * known by already. Where the lead came from is learned as a whole or not at all.
 * @param holders leads that are known by what was stated, `lead` among them
 */
export function blanksFilled(lead: LeadRecord, stated: Partial<LeadFields>, holders: LeadDirectory): Partial<LeadFields> {
  const { source, sourceMetadata, ...fields } = stated;
  const isTaken = (name: string) =>
    IDENTIFIERS.some((identifier) => identifier === name && stated[identifier] && holders.holderOf(identifier, stated[identifier]));
  const learned = Object.entries(blankFields(lead, fields)).filter(([name, value]) => value !== null && !isTaken(name));
  const hasOrigin = lead.source !== UNKNOWN_SOURCE || Object.keys(lead.sourceMetadata).length > 0;
  return { ...Object.fromEntries(learned), ...(!hasOrigin && source !== undefined && sourceMetadata && { source, sourceMetadata }) };
}
