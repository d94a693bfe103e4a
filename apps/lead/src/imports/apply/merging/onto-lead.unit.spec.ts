import { describe, expect, it } from '@jest/globals';
import { foundInRows } from '../../../lead/found-leads.js';
import type { LeadRecord } from '../../../lead/lead.js';
import type { LeadFields } from '../../../lead/lead.js';
import { applyRows, type BatchContext } from '../apply-rows.rules.js';
import { contextOf, existing, row } from '../rows.fixture.spec.js';

const EMAIL = 'a@x.com';

/** What a row made of the lead with its address. */
function updated(
  fields: Partial<LeadFields>,
  leads: readonly Partial<LeadRecord>[],
  plan: Partial<BatchContext['plan']> = {},
  shares = false,
) {
  const found = leads.map((lead, index) => existing({ leadId: `l${index}`, ...lead }));
  const reading = row({ fields: { email: EMAIL, ...fields }, ...(shares && { sharesPhone: true }) });
  const effect = applyRows([{ rowNumber: 1, line: 2, cells: [], reading }], foundInRows(found), contextOf(plan));
  return { result: effect.results[0], lead: effect.updated[0] };
}

describe('the budget of a known lead', () => {
  const known = { email: EMAIL, budget: { min: '1000.00', max: '2000.00', currency: 'EUR' } };

  it('keeps the end that a row does not state', () => {
    expect(updated({ budget: { min: null, max: '3000.00', currency: 'EUR' } }, [known]).lead?.budget).toEqual({
      ...{ min: '1000.00', max: '3000.00', currency: 'EUR' },
    });
  });

  it('stays where a row states a currency alone', () => {
    expect(updated({ budget: null, company: 'Acme' }, [known]).lead?.budget).toEqual(known.budget);
  });

  it('is that of the row where it has another currency', () => {
    const said = { min: null, max: '3000.00', currency: 'USD' };
    expect(updated({ budget: said }, [known]).lead?.budget).toEqual(said);
  });

  it('fails the row that would turn it round, or is left out of it', () => {
    const said = { min: '5000.00', max: null, currency: 'EUR' };
    expect(updated({ budget: said, company: 'Acme' }, [known]).result).toMatchObject({
      outcome: 'failed',
      leadId: 'l0',
      reason: { code: 'budget.reversed', path: 'budget.min' },
    });
    const left = updated({ budget: said, company: 'Acme' }, [known], { onBadValue: 'leave-out' });
    expect(left.result).toMatchObject({ outcome: 'updated', warnings: [{ code: 'budget.reversed', path: 'budget.min' }] });
    expect(left.lead).toMatchObject({ company: 'Acme', budget: known.budget });
  });
});

describe('the extension of a number', () => {
  const FILL = { onMatch: 'fill-blanks' } as const;
  const said = { phone: '+14168109898', company: 'Acme', sourceMetadata: { phoneExtension: '752', b: '2' } };

  it('fills no blank of a lead that has another number', () => {
    expect(updated(said, [{ email: EMAIL, phone: '+14168109897' }], FILL, true).lead).toMatchObject({
      phone: '+14168109897',
      company: 'Acme',
      sourceMetadata: { b: '2' },
    });
    expect(updated(said, [{ email: EMAIL, phone: '+14168109897' }], FILL, true).lead?.sourceMetadata).toEqual({ b: '2' });
  });

  it('fills it together with the number, or beside the same one', () => {
    for (const phone of [null, said.phone]) {
      expect(updated(said, [{ email: EMAIL, phone }], FILL, true).lead).toMatchObject({
        phone: said.phone,
        sourceMetadata: said.sourceMetadata,
      });
    }
  });

  it('is not kept beside the own number of a lead where another one has the number it belongs to', () => {
    const leads = [{ email: EMAIL, phone: '+14168109897' }, { phone: said.phone }];
    for (const onMatch of ['update', 'fill-blanks'] as const) {
      const { lead, result } = updated(said, leads, { onMatch }, true);
      expect(lead).toMatchObject({ phone: '+14168109897', company: 'Acme' });
      expect(lead?.sourceMetadata).toEqual({ b: '2' });
      expect(result?.warnings.map(({ code }) => code)).toEqual(['phone.shared']);
    }
  });
});

describe('the lifecycle stage of a known lead', () => {
  const customer = { email: EMAIL, lifecycleStage: 'customer' } as const;

  it('is not taken back: the rest of the row counts, with a warning', () => {
    const { lead, result } = updated({ lifecycleStage: 'lead', company: 'Acme' }, [customer]);
    expect(lead).toMatchObject({ lifecycleStage: 'customer', company: 'Acme' });
    expect(result).toMatchObject({ outcome: 'updated', warnings: [{ code: 'lifecycle_stage.backwards', path: 'lifecycleStage' }] });
  });

  it('stays where the row says nothing else', () => {
    expect(updated({ lifecycleStage: 'subscriber' }, [customer]).result).toMatchObject({
      ...{ outcome: 'skipped', reason: { code: 'lead.unchanged' }, warnings: [{ code: 'lifecycle_stage.backwards' }] },
    });
  });

  it('is not filled with one before it, and without a warning where it is not blank', () => {
    const fill = { onMatch: 'fill-blanks' } as const;
    expect(updated({ lifecycleStage: 'subscriber' }, [{ email: EMAIL }], fill)).toMatchObject({
      lead: undefined,
      result: { warnings: [{ code: 'lifecycle_stage.backwards' }] },
    });
    expect(updated({ lifecycleStage: 'lead', company: 'Acme' }, [customer], fill).result?.warnings).toEqual([]);
  });

  it('goes on', () => {
    const { lead, result } = updated({ lifecycleStage: 'opportunity' }, [{ email: EMAIL }]);
    expect([lead?.lifecycleStage, result?.warnings]).toEqual(['opportunity', []]);
  });
});
