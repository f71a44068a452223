/** A server's table with fewer rows than this is a development table: its planner reads it whole, whatever indexes it has. */
export const DEVELOPMENT_ROWS = 10_000;

/** How PostgreSQL is asked about tables that are too small for an index to pay. */
export const NO_SEQSCAN = 'enable_seqscan=off';

/** How MySQL and MariaDB are. */
export const FORCE_INDEX = 'FORCE INDEX';

/** Name under which an index that is tried stands in a plan, whatever the engine calls it. */
export const CANDIDATE_INDEX = 'perf_lint_candidate';
