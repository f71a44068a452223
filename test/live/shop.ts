import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { get_config, get_dmmf } from '@prisma/prisma-schema-wasm';
import ts from 'typescript';
import { project } from '../commands/project.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = path.join(ROOT, 'fixtures/shop');

/** What makes its tables. */
export const MIGRATION = path.join(SHOP, 'prisma/migrations/20240301090000_init/migration.sql');

/** A copy of fixtures/shop whose dependencies are installed: this project's. It is removed after the test. */
export function installedShop(): string {
  const cwd = project({ '.gitignore': 'node_modules\ndist\n', 'uploads/notes.txt': 'Nobody reads them.\n' });
  cpSync(SHOP, cwd, { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(path.join(cwd, 'package.json'), 'utf8')) as { dependencies: object };
  const modules = path.join(cwd, 'node_modules');
  for (const name of Object.keys(dependencies)) {
    const folder = path.join(modules, name);
    mkdirSync(path.dirname(folder), { recursive: true });
    // What is generated for a schema lies beside the package, so this one is a copy, without what is of other engines.
    if (name === '@prisma/client') cpSync(path.join(ROOT, 'node_modules', name), folder, { recursive: true, filter: (file) => !/\/runtime\/(?!client\.|library\.d)[^/]+$/.test(file) });
    else symlinkSync(path.join(ROOT, 'node_modules', name), folder);
  }
  // The compiler leaves `paths` of the tsconfig as they are.
  symlinkSync(path.join(cwd, 'dist'), path.join(modules, '@shop'));
  generateClient(cwd);
  return cwd;
}

/**
 * What `prisma generate` does. That command loads programs for the machine that this client does without, so its two halves are called
 * themselves: the reader of schemas, which is WebAssembly, and the generator, which reads a line of JSON-RPC and answers on standard error.
 */
function generateClient(cwd: string): void {
  const schemaPath = path.join(cwd, 'prisma/schema.prisma');
  const datamodel = readFileSync(schemaPath, 'utf8');
  const prismaSchema = [[schemaPath, datamodel]];
  const { config } = JSON.parse(get_config(JSON.stringify({ prismaSchema, datasourceOverrides: {}, ignoreEnvVarErrors: true, env: {} }))) as { config: { generators: object[]; datasources: object[] } };
  const dmmf: unknown = JSON.parse(get_dmmf(JSON.stringify({ prismaSchema, noColor: true })));
  const generator = { ...config.generators[0], isCustomOutput: false, output: { value: path.join(cwd, 'node_modules/@prisma/client'), fromEnvVar: null } };
  const params = { datamodel, schemaPath, datasources: config.datasources, generator, otherGenerators: [], binaryPaths: {}, dmmf, version: '', noHints: true };
  const program = createRequire(import.meta.url).resolve('@prisma/client/generator-build/index.js');
  const { stderr } = spawnSync(process.execPath, [program], { input: `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'generate', params })}\n`, encoding: 'utf8' });
  if (!stderr.includes('"id":1') || stderr.includes('"error"')) throw new Error(`no Prisma client could be generated: ${stderr}`);
}

/** Translates each file by itself, with a source map: the compiler's `transpileModule`, since types are not what is tested. */
export function buildShop(cwd: string): void {
  const read = ts.readConfigFile(path.join(cwd, 'tsconfig.json'), (file) => readFileSync(file, 'utf8')).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson({ ...read.compilerOptions, module: 'esnext', moduleResolution: 'bundler', sourceMap: true }, cwd);
  for (const file of readdirSync(path.join(cwd, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const fileName = path.join(cwd, 'src', file);
    const to = path.join(cwd, 'dist', file.replace(/\.ts$/, '.js'));
    const { outputText, sourceMapText } = ts.transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions: options });
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, outputText);
    const map = JSON.parse(sourceMapText!) as object;
    writeFileSync(`${to}.map`, JSON.stringify({ ...map, sources: [path.relative(path.dirname(to), fileName)] }));
  }
}

export interface ShopServer {
  url: string;
  /** The command that starts it: what `perf-lint profile` is given. */
  command: string[];
}

/** How the shop is started: on a free port, on one database for its orders and its catalogue. */
export async function configureShop(cwd: string, database: string): Promise<ShopServer> {
  const port = await freePort();
  writeFileSync(path.join(cwd, 'config/shop.json'), JSON.stringify({ port, uploadDir: path.join(cwd, 'uploads') }));
  return { url: `http://127.0.0.1:${port}`, command: ['env', `DATABASE_URL=${database}`, `CATALOG_URL=${database}`, process.execPath, 'dist/server.js'] };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Runs the shop while something is done to it, and ends it as a process manager does. */
export async function serving<T>(cwd: string, { command: [program, ...args] }: ShopServer, work: () => Promise<T>): Promise<T> {
  const child = spawn(program!, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve));
  const early = ended.then((code) => {
    throw new Error(`the shop ended by itself, with exit code ${code}`);
  });
  try {
    return await Promise.race([work(), early]);
  } finally {
    early.catch(() => undefined);
    child.kill('SIGTERM');
    await ended;
  }
}

/** Runs a program to its end, beside this one; what it says is for the reader of a failure. */
export function running(program: string, args: readonly string[], cwd: string, env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject).once('close', (code) => resolve({ code, said }));
  });
}
