/**
 * SQL that is true of a row of `lead` that is in a segment.
 * @param segmentId placeholder of its id
 */
export function memberConditionSql(segmentId: string): string {
  return `EXISTS (SELECT FROM segment_member AS m WHERE m.tenant_id = lead.tenant_id AND m.segment_id = ${segmentId} AND m.lead_id = lead.lead_id)`;
}
