import { StatementStore } from '@leadstream/privacy';

/** What members were to do about the lead: that they did it stays, what it was about goes, and with it the words that it is found by. */
export class TaskData extends StatementStore {
  constructor() {
    super({
      name: 'tasks',
      tables: ['task', 'task_audit', 'task_alert'],
      gather: [
        `SELECT task_id AS "id", lead_id AS "leadId", type, priority, state, title, description, due_at AS "dueAt", outcome, closed_at AS "closedAt",
           created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"
         FROM task WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY task_id`,
      ],
      erase: [
        [
          'blanked',
          `UPDATE task_audit SET changes = '[]', client_ip = NULL
           WHERE tenant_id = :tenant AND (changes <> '[]' OR client_ip IS NOT NULL)
             AND task_id IN (SELECT task_id FROM task WHERE tenant_id = :tenant AND lead_id = ANY (:leads))`,
        ],
        [
          'blanked',
          `UPDATE task SET title = 'erased', description = NULL, outcome = NULL, next_alert_at = NULL, search_keys = '{}'
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads)
             AND (title <> 'erased' OR num_nonnulls(description, outcome, next_alert_at) > 0)`,
        ],
      ],
    });
  }
}
