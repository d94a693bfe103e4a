import type { CrmFieldMapping } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { budgetMember } from '../../reconcile/budget-values.rules.js';
import { placeOf } from '../../reconcile/field-place.rules.js';

type MappedType = CrmFieldMapping['type'];

const TEXT: readonly MappedType[] = ['text'];
const NUMBER: readonly MappedType[] = ['text', 'number'];

/** How a peer may keep a field that has a type of its own; undefined of one that may be kept in any way. */
function typesOf(field: string): readonly MappedType[] | undefined {
  const place = placeOf(field);
  if (place?.kind === 'tags' || place?.kind === 'owner') return TEXT;
  if (place?.kind === 'budget') return place.name === 'currency' ? TEXT : NUMBER;
  return place?.kind === 'property' ? (place.name === 'kind' || place.name === 'reference' ? TEXT : NUMBER) : undefined;
}

/** Why a field with a type of its own cannot be mapped as stated; the budget's members are mapped together or not at all. */
export function typedProblems(one: CrmFieldMapping, path: string, all: readonly CrmFieldMapping[]): FieldProblem[] {
  const types = typesOf(one.field);
  const found: FieldProblem[] = [];
  if (types && !types.includes(one.type)) {
    found.push({ path: `${path}.type`, code: 'type.unfit', message: `The field is kept as ${types.join(' or ')}.` });
  }
  if (placeOf(one.field)?.kind === 'owner' && one.words !== undefined) {
    found.push({ path: `${path}.words`, code: 'words.unfit', message: 'Owners are known by their addresses.' });
  }
  return budgetMember(one.field) === undefined ? found : [...found, ...budgetProblems(one, path, all)];
}

function budgetProblems(one: CrmFieldMapping, path: string, all: readonly CrmFieldMapping[]): FieldProblem[] {
  const members = all.filter(({ field }) => budgetMember(field) !== undefined);
  const isCurrency = ({ field }: CrmFieldMapping): boolean => budgetMember(field) === 'currency';
  const [first = one] = members;
  const isApart = one.direction !== first.direction || one.owner !== first.owner;
  return [
    ...(members.some(isCurrency)
      ? []
      : [{ path: `${path}.field`, code: 'budget.currency_unmapped', message: 'An amount needs its currency: map budget.currency, too.' }]),
    ...(members.every(isCurrency)
      ? [{ path: `${path}.field`, code: 'budget.amount_unmapped', message: 'A currency says nothing without an amount.' }]
      : []),
    ...(isApart
      ? [{ path: `${path}.direction`, code: 'budget.apart', message: 'All of the budget goes in one direction and has one owner.' }]
      : []),
  ];
}
