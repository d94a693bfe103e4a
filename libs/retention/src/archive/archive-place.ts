/** Which archive of whom: rows are bound to their place in it. */
export interface ArchivePlace {
  readonly tenantId: string;
  readonly archiveId: string;
}

/** Under which name the file lies; one tenant's archives lie together. */
export function archiveName({ tenantId, archiveId }: ArchivePlace): string {
  return `${tenantId}/${archiveId}.ndjson.gz`;
}
