import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import { ErasedAddresses, referenceText, type SubjectAddress } from '@leadstream/privacy';
import { rowIn } from '../plan/forbidding.rules.js';
import type { NumberedRow } from './apply-rows.rules.js';

const ERASED = { code: 'person.erased', path: null, message: 'The person was erased after the file was uploaded.' };

/** Keeps files from bringing back whom they name: who was erased stays so, though the file is older. */
@Injectable()
export class ErasedRowsService {
  constructor(private readonly erased: ErasedAddresses) {}

  /**
   * To be asked after the leads were looked up whom the rows concern: who is not found because of an erasure is known here by then.
   * @param uploadedAt whoever was erased before may be brought again
   * @returns the rows, those of erased persons refused
   */
  async refuse(tx: Tx, rows: readonly NumberedRow[], uploadedAt: Date): Promise<readonly NumberedRow[]> {
    const erased = await this.erased.among(tx, rows.flatMap(addressesOf), uploadedAt);
    if (erased.size === 0) return rows;
    return rows.map((row) =>
      addressesOf(row).some((address) => erased.has(referenceText(address))) ? { ...row, reading: { refusal: ERASED } } : row,
    );
  }
}

function addressesOf({ reading }: NumberedRow): SubjectAddress[] {
  const { email, phone } = rowIn(reading)?.fields ?? {};
  return [...(email ? [{ kind: 'email' as const, value: email }] : []), ...(phone ? [{ kind: 'phone' as const, value: phone }] : [])];
}
