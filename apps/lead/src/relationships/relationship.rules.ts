import type { DataOf, Relationship, RelationshipType, relationshipTypeChangedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { relationshipErrors } from './relationship.errors.js';
import type { OwnTypeRecord, ReadType, RelationshipRecord, TypeRecord } from './relationship.js';
import { DEFAULT_TYPES } from './types/default-types.js';

/** Every type of a tenant: the defaults, then its own. */
export function allTypes(own: readonly TypeRecord[]): readonly TypeRecord[] {
  return [...DEFAULT_TYPES, ...own];
}

/**
 * The type that a word means, from either end.
 * @throws DomainError `LEAD.RELATIONSHIP_TYPE_UNKNOWN` with the words that are `known`
 */
export function readType(types: readonly TypeRecord[], word: string): ReadType {
  const type = types.find(({ name, inverse }) => name === word || inverse === word);
  if (type) return { type, isInverse: type.name !== word };
  throw relationshipErrors.RELATIONSHIP_TYPE_UNKNOWN({
    extra: { known: [...new Set(types.flatMap(({ name, inverse }) => [name, inverse]))] },
  });
}

/**
 * Names of the types that a list of words means.
 * @param stated words with commas between them; undefined or blank means every type
 * @returns undefined for every type
 * @throws DomainError `LEAD.RELATIONSHIP_TYPE_UNKNOWN`
 */
export function readTypeList(types: readonly TypeRecord[], stated: string | undefined): readonly string[] | undefined {
  const words = (stated ?? '').split(',').map((word) => word.trim());
  if (words.every((word) => word === '')) return undefined;
  return [...new Set(words.filter((word) => word !== '').map((word) => readType(types, word).type.name))];
}

/**
 * Both ends as the row holds them: read from the type's own end, and sorted where both read alike.
 * @throws DomainError `LEAD.RELATIONSHIP_TO_ITSELF`
 */
export function endsOf(
  { type, isInverse }: ReadType,
  leadId: Uuid,
  otherId: Uuid,
): Pick<RelationshipRecord, 'type' | 'isSymmetric' | 'fromLeadId' | 'toLeadId'> {
  if (leadId === otherId) throw relationshipErrors.RELATIONSHIP_TO_ITSELF();
  const isSymmetric = type.name === type.inverse;
  const isTurned = isSymmetric ? otherId < leadId : isInverse;
  const [fromLeadId, toLeadId] = isTurned ? [otherId, leadId] : [leadId, otherId];
  return { type: type.name, isSymmetric, fromLeadId, toLeadId };
}

/** What stands at the other end of a name; the name itself for a type that is no more. */
export function inverseOf(types: readonly TypeRecord[], name: string): string {
  return types.find((type) => type.name === name)?.inverse ?? name;
}

/** Whether one of two types would be taken for the other. */
export function clash(one: TypeRecord, other: TypeRecord): boolean {
  const words = [other.name, other.inverse];
  return words.includes(one.name) || words.includes(one.inverse);
}

/** As the API shows it. */
export function presentType({ name, inverse, influence }: TypeRecord): RelationshipType {
  return { name, inverse, influence, isDefault: DEFAULT_TYPES.some((type) => type.name === name) };
}

/** What `relationship-type.changed` tells: a type has two versions, the one that it was added in and the one in which it goes. */
export function toldType(
  { typeId, name, inverse, influence }: OwnTypeRecord,
  action: 'created' | 'deleted',
  at: Date,
): DataOf<typeof relationshipTypeChangedV1> {
  return { typeId, action, version: action === 'created' ? 1 : 2, name, inverse, influence, changedAt: at.toISOString() };
}

/**
 * A relationship as one of its ends reads it.
 * @param reader the end that asks, `otherId` the lead at the other one
 */
export function presentRelationship(
  { relationshipId, type, actor, createdAt }: RelationshipRecord,
  types: readonly TypeRecord[],
  reader: { readonly isFrom: boolean; readonly otherId: Uuid },
): Relationship {
  const inverse = inverseOf(types, type);
  const [reads, other] = reader.isFrom ? [type, inverse] : [inverse, type];
  return {
    id: relationshipId,
    type: reads,
    inverse: other,
    leadId: reader.otherId,
    actor: { ...actor },
    createdAt: createdAt.toISOString(),
  };
}
