import type { DistributionProfile } from '@leadstream/contracts';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import type {
  Board,
  Candidate,
  DistributionMemberRecord,
  DistributionPoolRecord,
  DistributionRuleRecord,
  Load,
  Seat,
} from './candidate.js';

export const NOON = new Date('2026-03-02T12:00:00Z');

export const FREE: DistributionProfile = {
  skills: [],
  territories: [],
  languages: [],
  timeZone: 'UTC',
  workingHours: null,
  maxOpenLeads: null,
  dailyQuota: null,
  absences: [],
};

export const lead = (fields: Partial<LeadRecord> = {}): LeadRecord => ({
  ...EMPTY_LEAD,
  leadId: 'lead',
  version: 1,
  status: 'new',
  statusChangedAt: NOON,
  capturedAt: NOON,
  createdAt: NOON,
  updatedAt: NOON,
  deletedAt: null,
  ...fields,
});

export const candidate = (memberId: string, fields: Partial<Candidate> = {}): Candidate => ({
  memberId,
  weight: 1,
  credit: 0,
  lastTurn: 0,
  openLeads: 0,
  givenToday: 0,
  refusal: null,
  ...fields,
});

export const rule = (fields: Partial<DistributionRuleRecord> = {}): DistributionRuleRecord => ({
  key: 'all',
  label: 'All',
  stated: null,
  filter: { and: [] },
  poolId: 'pool',
  strategy: 'round-robin',
  skills: [],
  match: [],
  otherwise: 'wait',
  ...fields,
});

export interface Person extends Partial<DistributionProfile> {
  readonly id: string;
  readonly weight?: number;
  readonly load?: Partial<Load>;
}

const seatOf = ({ id, weight = 1 }: Person): Seat => ({ memberId: id, weight, credit: 0, lastTurn: 0 });
const memberOf = ({ id, weight: _weight, load: _load, ...profile }: Person): DistributionMemberRecord => ({
  memberId: id,
  role: 'agent',
  version: 1,
  profile: { ...FREE, ...profile },
  updatedAt: NOON,
});
const poolOf = (poolId: string, people: readonly Person[]): DistributionPoolRecord => ({
  poolId,
  version: 1,
  name: poolId,
  seats: people.map(seatOf),
  respondWithinMinutes: null,
  mostRounds: 3,
  turns: 0,
  createdAt: NOON,
  updatedAt: NOON,
});

/** Pools by name, with who is in them. */
export function board(pools: Readonly<Record<string, readonly Person[]>>): Board {
  const people = Object.values(pools).flat();
  return {
    members: new Map(people.map((person) => [person.id, memberOf(person)])),
    pools: new Map(Object.entries(pools).map(([id, of]) => [id, poolOf(id, of)])),
    loads: new Map(people.map(({ id, load }) => [id, { openLeads: 0, givenToday: 0, ...load }])),
  };
}
