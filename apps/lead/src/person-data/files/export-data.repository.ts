import { StatementStore } from '@leadstream/privacy';

/** Exports keep no file, only their questions, for a week; those that ask for an address of the person go at once. */
export class ExportData extends StatementStore {
  constructor() {
    super({
      name: 'exports',
      tables: ['export'],
      erase: [
        [
          'removed',
          `DELETE FROM export WHERE tenant_id = :tenant
           AND EXISTS (SELECT FROM unnest(:emails || :phones) AS address WHERE strpos(query::text, address) > 0)`,
        ],
      ],
    });
  }
}
