import { StatementStore } from '@leadstream/privacy';

const DEALS = `SELECT deal_id FROM deal WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`;

/** Deals with the lead: amounts, stages and instants stay, words that members chose go; those that it is found by go with them, by its triggers. */
export class DealData extends StatementStore {
  constructor() {
    super({
      name: 'deals',
      tables: ['deal', 'deal_audit', 'deal_stage_history', 'deal_tag', 'work_search_key'],
      gather: [
        `SELECT deal_id AS "id", lead_id AS "leadId", external_id AS "externalId", name, status, products,
           CASE WHEN amount IS NOT NULL THEN jsonb_build_object('amount', amount::text, 'currency', currency) END AS value,
           expected_close_on AS "expectedCloseOn", loss_reason AS "lossReason", opened_at AS "openedAt", closed_at AS "closedAt",
           created_at AS "createdAt", deleted_at AS "deletedAt"
         FROM deal WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY deal_id`,
      ],
      erase: [
        [
          'blanked',
          `UPDATE deal_audit SET changes = '[]', client_ip = NULL
           WHERE tenant_id = :tenant AND (changes <> '[]' OR client_ip IS NOT NULL) AND deal_id IN (${DEALS})`,
        ],
        [
          'blanked',
          `UPDATE deal SET name = 'erased', external_id = NULL, tag_ids = '{}', search_keys = '{}', loss_reason = CASE WHEN loss_reason IS NOT NULL THEN 'erased' END,
             products = (SELECT coalesce(jsonb_agg(product || '{"name": "erased"}'), '[]') FROM jsonb_array_elements(products) AS product)
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND (name <> 'erased' OR loss_reason <> 'erased' OR external_id IS NOT NULL
             OR tag_ids <> '{}' OR jsonb_path_exists(products, '$[*] ? (@.name != "erased")'))`,
        ],
      ],
      keep: [
        `SELECT count(*)::integer AS count FROM deal_stage_history WHERE tenant_id = :tenant AND deal_id IN (${DEALS})`,
        'Stages and instants of deals, without which sums of the past would change.',
      ],
    });
  }
}
