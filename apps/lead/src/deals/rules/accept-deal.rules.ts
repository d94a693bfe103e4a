import type { CreateDeal, DealProduct, DealStatus, PatchDeal } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { Money } from '../../custom-fields/custom-field.js';
import { normaliseMoney } from '../../custom-fields/values/money.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { isFuture } from '../../lead/values/instant.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { PipelineRecord, StageRecord } from '../../pipelines/pipeline.js';
import type { DealRecord } from '../deal.js';
import { isClosed, statusProblem } from './deal-status.rules.js';

export type Fields = Pick<DealRecord, 'name' | 'value' | 'expectedCloseOn' | 'products' | 'ownerId' | 'lossReason'>;
type Accepted<T> = { readonly value: T } | { readonly errors: readonly FieldProblem[] };

type Checks = { [K in keyof Fields]: (stated: NonNullable<unknown> | null) => Checked<Fields[K]> };

const required = (maxLength: number) => (stated: unknown) => {
  const text = normaliseText(String(stated), maxLength);
  return text.ok && text.value === null ? refuse('text.blank', 'Says nothing.') : (text as Checked<string>);
};

const CHECKS: Checks = {
  name: required(200),
  value: (stated) => (stated === null ? accept(null) : normaliseMoney(stated as Money, [])),
  expectedCloseOn: (stated) => accept(stated as string | null),
  products: (stated) => readProducts(stated as readonly DealProduct[]),
  ownerId: (stated) => accept(stated as string | null),
  lossReason: required(1_000),
};

/** Stated fields in their stored form; what is not stated is left out. */
export function acceptFields(stated: Partial<Pick<CreateDeal, keyof Fields>> | PatchDeal): Accepted<Partial<Fields>> {
  const fields: Record<string, unknown> = {};
  const errors: FieldProblem[] = [];
  for (const field of Object.keys(CHECKS) as (keyof Fields)[]) {
    const value = stated[field];
    if (value === undefined) continue;
    const checked = CHECKS[field](value);
    if (checked.ok) fields[field] = checked.value;
    else
      errors.push({ path: checked.path === undefined ? field : `${field}.${checked.path}`, code: checked.code, message: checked.message });
  }
  return errors.length > 0 ? { errors } : { value: fields as Partial<Fields> };
}

function readProducts(stated: readonly DealProduct[]): Checked<readonly DealProduct[]> {
  const products: DealProduct[] = [];
  for (const [index, product] of stated.entries()) {
    const name = required(200)(product.name);
    if (!name.ok) return { ...name, path: `${index}.name` };
    products.push({ ...product, name: name.value });
  }
  return accept(products);
}

/** A new deal as stated. The stage is one of the pipeline. */
export function acceptDeal(
  { leadId, externalId, status, openedAt, closedAt, pipelineId: _pipeline, stageId: _stage, ...stated }: CreateDeal,
  stage: StageRecord,
  now: Date,
): Accepted<NewDeal> {
  const fields = acceptFields(stated);
  if ('errors' in fields) return fields;
  const lossReason = fields.value.lossReason ?? null;
  const opened = openedAt === undefined ? now : new Date(openedAt);
  const closed = closedAt === undefined ? null : new Date(closedAt);
  const problem = statusProblem(status, stage, lossReason) ?? instantProblem(opened, closed, status, now);
  if (problem) return { errors: [problem] };
  const closing = isClosed(status) ? (closed ?? now) : null;
  return { value: { ...(fields.value as Fields), lossReason, leadId, externalId, status, openedAt: opened, closedAt: closing } };
}

export type NewDeal = Fields & Pick<DealRecord, 'leadId' | 'externalId' | 'status' | 'openedAt' | 'closedAt'>;

/** The stage of a new deal: the one that it names, else the first, or the one that closes. */
export function stageOf({ stages }: PipelineRecord, stageId: string | undefined, status: DealStatus): StageRecord | undefined {
  if (stageId !== undefined) return stages.find((stage) => stage.stageId === stageId);
  return stages.find(({ closes }) => closes === isClosed(status));
}

function instantProblem(opened: Date, closed: Date | null, status: DealStatus, now: Date): FieldProblem | undefined {
  if (isFuture(opened, now)) return { path: 'openedAt', code: 'instant.future', message: 'Lies in the future.' };
  if (closed === null) return undefined;
  if (!isClosed(status)) return { path: 'closedAt', code: 'closed_at.unsuited', message: 'Only a closed deal has one.' };
  if (isFuture(closed, now)) return { path: 'closedAt', code: 'instant.future', message: 'Lies in the future.' };
  return closed < opened ? { path: 'closedAt', code: 'closed_at.before_opening', message: 'Lies before the deal was opened.' } : undefined;
}
