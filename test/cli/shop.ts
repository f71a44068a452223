import { git, repository, write } from '../git/repository.ts';
import { project } from '../commands/project.ts';
import { perfLint } from './run.ts';

/** A route that asks once, through a service, a repository away. */
const ORDERS = `import express from 'express';
import { byId, listOrders } from './repo';

const app = express();

app.get('/orders', async (req, res) => {
  const orders = await listOrders();
  res.json(orders);
});
`;

const LOOP = `
app.get('/orders/full', async (req, res) => {
  const orders = await listOrders();
  for (const order of orders) order.user = await byId(order.userId);
  res.json(orders);
});
`;

const REPO = `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();
export const listOrders = () => prisma.order.findMany();
export const byId = (id: string) => prisma.user.findUnique({ where: { id } });
`;

/** Shop sources: `clean` has no problem, `looping` asks once per order. */
export const SHOP = {
  clean: ORDERS,
  looping: ORDERS + LOOP,
  repo: REPO,
  /** The same function, without a query. */
  cachedRepo: `${REPO.split('\n').slice(0, 4).join('\n')}\nconst users = new Map<string, object>();\nexport const byId = async (id: string) => users.get(id);\n`,
  /** A blocking call under a request. */
  blocking: `import { readFileSync } from 'node:fs';\nimport express from 'express';\n\nexpress().get('/file/:name', async (req, res) => {\n  res.send(readFileSync(req.params.name, 'utf8'));\n});\n`,
};

/** A shop without problems. */
export const SHOP_FILES = { 'package.json': '{ "name": "shop", "dependencies": { "express": "5", "@prisma/client": "6" } }', 'src/orders.ts': SHOP.clean, 'src/repo.ts': SHOP.repo };

/** A repository with one commit: no problem in it, and what is given. */
export function shop(files: Record<string, string> = {}): string {
  return repository(project({ ...SHOP_FILES, ...files }));
}

/** Writes files and stages them. */
export function stage(cwd: string, files: Record<string, string | null>): void {
  write(cwd, files);
  git(cwd, 'add', '-A');
}

export interface Shown {
  code: number | null;
  /** `file:line rule` of each finding. */
  findings: string[];
  stderr: string;
}

/** What a scan reports. */
export function scan(cwd: string, args: readonly string[], env: Record<string, string> = {}, input = ''): Shown {
  const { code, stdout, stderr } = perfLint(cwd, ['--format=json', ...args], env, input);
  const { findings } = (stdout === '' ? { findings: [] } : JSON.parse(stdout)) as { findings: { rule: string; location: { file: string; line: number } }[] };
  return { code, findings: findings.map(({ rule, location }) => `${location.file}:${location.line} ${rule}`), stderr };
}
