/** Bytes above which a file is taken for generated: the largest hand-written ones known have a third of that. */
export const MAX_BYTES = 1024 * 1024;

/** Bytes above which a file of SQL is taken for a dump of rows. */
export const MAX_SQL_BYTES = 4 * 1024 * 1024;
