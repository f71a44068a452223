import { sqlChange, type MigrationLibrary } from './migrations.ts';

/** Migrations of MikroORM are statements in SQL, `this.addSql('…')`: https://mikro-orm.io/docs/migrations */
export const mikroOrmMigrations: MigrationLibrary = {
  reader: 'mikro-orm-migration',
  packages: ['@mikro-orm/migrations', '@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/mysql', '@mikro-orm/sqlite', '@medusajs/framework', '@medusajs/deps'],
  bases: ['Migration'],
  changes({ call }, { origin }) {
    const { callee, args } = call;
    if (callee.kind !== 'member' || callee.object.kind !== 'instance') return undefined;
    if (callee.name === 'addSql' || callee.name === 'execute') return sqlChange(args[0], origin(call));
    return undefined;
  },
};
