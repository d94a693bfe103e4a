import { z } from 'zod';
import { decimalAmount } from './lead-fields.js';

/** What may be said of a deal; the two that close it only in the stage that closes. */
export const DEAL_STATUSES = ['active', 'qualified', 'nurturing', 'closed-won', 'closed-lost'] as const;
export const dealStatus = z.enum(DEAL_STATUSES);
export type DealStatus = z.infer<typeof dealStatus>;

/** An exact amount in a currency of ISO 4217. */
export const money = z.object({ amount: z.string(), currency: z.string().length(3) });
export const statedMoney = z.strictObject({ amount: decimalAmount, currency: z.string().length(3) });

/** Something that a deal sells; the price is in the currency of the deal. */
export const dealProduct = z.strictObject({
  name: z.string().min(1).max(200),
  /** Exact decimal, three digits behind the point at most. */
  quantity: z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,3})?$/, 'must be a quantity such as `2` or `1.5`'),
  unitPrice: decimalAmount,
});
export type DealProduct = z.infer<typeof dealProduct>;
