import { blankFields } from '../../lead/blank-fields.rules.js';
import { type Identifier, IDENTIFIERS, type LeadFields, type LeadRecord, UNKNOWN_SOURCE } from '../../lead/lead.js';

/** Which of the leads that hold what was stated is meant: the one with the e-mail address, else the one with the phone number. */
export function meantLead(holders: readonly LeadRecord[], stated: Partial<LeadFields>): LeadRecord | undefined {
  const holderOf = (name: Identifier) => holders.find((lead) => stated[name] && lead[name] === stated[name]);
  return holderOf('email') ?? holderOf('phone');
}

/**
 * What a lead may learn from somebody who did not prove to be that person: only what nobody said before, and no identifier of another
 * lead. Where the lead came from is learned as a whole or not at all.
 * @param holders leads that hold what was stated, `lead` among them
 */
export function blanksFilled(lead: LeadRecord, stated: Partial<LeadFields>, holders: readonly LeadRecord[]): Partial<LeadFields> {
  const { source, sourceMetadata, ...fields } = stated;
  const isTaken = (name: string) =>
    (IDENTIFIERS as readonly string[]).includes(name) &&
    holders.some((other) => other.leadId !== lead.leadId && other[name as Identifier] === stated[name as Identifier]);
  const learned = Object.entries(blankFields(lead, fields)).filter(([name, value]) => value !== null && !isTaken(name));
  const hasOrigin = lead.source !== UNKNOWN_SOURCE || Object.keys(lead.sourceMetadata).length > 0;
  return { ...Object.fromEntries(learned), ...(!hasOrigin && source !== undefined && sourceMetadata && { source, sourceMetadata }) };
}
