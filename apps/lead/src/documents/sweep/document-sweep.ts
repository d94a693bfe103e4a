/** Name of the job that takes bytes away which nobody refers to any more; for whoever cannot wait for its cadence. */
export const DOCUMENT_SWEEP = 'sweep-abandoned-documents';
