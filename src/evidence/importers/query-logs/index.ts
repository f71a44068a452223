import type { Importer } from '../../importer.ts';
import { explain } from './explain.ts';
import { mysqlSlowLog } from './mysql-slow-log.ts';
import { postgresqlLogs } from './postgresql-log.ts';
import { statStatements } from './stat-statements.ts';

/** What databases write of statements: a slow log of MySQL before PostgreSQL's, which any text with its severities may be. */
export const queryLogs: readonly Importer[] = [...explain, ...statStatements, mysqlSlowLog, ...postgresqlLogs];
