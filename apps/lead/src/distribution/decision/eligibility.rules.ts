import type { DistributionMatch, DistributionProfile } from '@leadstream/contracts';
import type { LeadRecord } from '../../lead/lead.js';
import type { Load, Refusal } from './candidate.js';
import { haveSameClock, isWorking } from './working-hours.rules.js';

/** What a rule demands of a member. */
export interface Demands {
  readonly skills: readonly string[];
  readonly match: readonly DistributionMatch[];
}

type Suited = Pick<LeadRecord, 'address' | 'language' | 'timeZone'>;

/** Why a member cannot be given a lead at that moment; null when nothing stands against it. */
export function refusalOf(profile: DistributionProfile, load: Load, demands: Demands, lead: Suited, at: Date): Refusal | null {
  if (isAway(profile, at)) return 'absent';
  if (!isWorking(profile.workingHours, profile.timeZone, at)) return 'outside-hours';
  return refusalOfClaim(profile, load, demands, lead, at);
}

/** As `refusalOf`, of a member who takes the lead: whoever does so is at work. */
export function refusalOfClaim(profile: DistributionProfile, load: Load, demands: Demands, lead: Suited, at: Date): Refusal | null {
  if (!demands.skills.every((skill) => profile.skills.includes(skill))) return 'skill';
  const unlike = demands.match.find((match) => !isAlike[match](profile, lead, at));
  if (unlike !== undefined) return unlike;
  if (profile.maxOpenLeads !== null && load.openLeads >= profile.maxOpenLeads) return 'capacity';
  if (profile.dailyQuota !== null && load.givenToday >= profile.dailyQuota) return 'quota';
  return null;
}

const isAlike: Record<DistributionMatch, (profile: DistributionProfile, lead: Suited, at: Date) => boolean> = {
  territory: ({ territories }, { address: { country, region } }) => {
    if (country === undefined) return false;
    const places = [country, ...(region === undefined ? [] : [`${country}/${region}`])].map((place) => place.toLowerCase());
    return places.some((place) => territories.includes(place));
  },
  language: ({ languages }, { language }) => language !== null && languages.some((spoken) => mainOf(spoken) === mainOf(language)),
  zone: ({ timeZone }, lead, at) => lead.timeZone !== null && haveSameClock(timeZone, lead.timeZone, at),
};

function isAway({ absences }: DistributionProfile, at: Date): boolean {
  return absences.some(({ from, until }) => Date.parse(from) <= at.getTime() && at.getTime() < Date.parse(until));
}

/** `de` of `de-AT`. */
function mainOf(language: string): string | undefined {
  return language.toLowerCase().split('-')[0];
}
