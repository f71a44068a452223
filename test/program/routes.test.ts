import { describe, expect, it } from 'vitest';
import { link, type Project } from './project.ts';

const manifest = JSON.stringify({ name: 'app', dependencies: Object.fromEntries(['express', 'fastify', 'fastify-plugin', 'koa', '@koa/router', 'koa-mount', 'hono', '@hono/zod-openapi', '@hapi/hapi', '@nestjs/common', '@nestjs/core'].map((name) => [name, '*'])) });

/** The labels of what requests run, sorted. */
function routes(files: Project): string[] {
  return link({ 'package.json': manifest, ...files })
    .requests()
    .map(({ label }) => label)
    .sort();
}

/** A module `src/a.ts` that exports a router with one route, and what stands in `src/app.ts` beside it. */
function express(app: string, more: Project = {}): string[] {
  return routes({
    'src/a.ts': "import { Router } from 'express';\nexport const router = Router();\nrouter.get('/:id', (req, res) => res.json(1));\nexport default router;",
    'src/app.ts': `import express, { Router } from 'express';\nimport { router } from './a';\nconst app = express();\n${app}`,
    ...more,
  });
}

describe('routes of Express', () => {
  it.each<[string, string, string[]]>([
    ['lie below the path of their router', "app.use('/customers', router);", ['GET /customers/:id']],
    ['lie where their router is, without a path', 'app.use(router);', ['GET /:id']],
    ['lie behind middleware', "app.use('/customers', express.json(), [(req, res, next) => next(), router]);", ['GET /customers/:id', 'use /customers']],
    ['lie behind middleware alone', 'function allow(req, res, next) { next(); }\napp.use(allow, router);', ['GET /:id', 'use src/app.ts']],
    ['lie below routers in routers', "const api = Router();\nconst v1 = express.Router({ mergeParams: true });\nv1.use('/customers/', router);\napi.use('v1', v1);\napp.use('/api', api);", ['GET /api/v1/customers/:id']],
    ['lie below a path that a constant has', "const BASE = '/api';\nconst prefix = `${BASE}/v1`;\napp.use(prefix + '/customers', router);", ['GET /api/v1/customers/:id']],
    ['have all paths of a router that is mounted twice', "app.use('/v1/customers', router);\napp.use('/v2/customers', router);", ['GET /v1/customers/:id, /v2/customers/:id']],
    ['have all paths of a list', "app.use(['/a', '/b'], router);", ['GET /a/:id, /b/:id']],
    ['have no path where one of them is not shown', "app.use(process.env.PREFIX, router);\napp.use('/b', router);", ['GET …/:id']],
    ['have no path where there are many', "for (const one of ['/a', '/b']) app.use(one, router);", ['GET …/:id']],
    ['have no path where nothing mounts their router', '', ['GET …/:id']],
    ['have no path where their router is below itself', "const other = Router();\nother.use('/a', router);\nrouter.use('/b', other);", ['GET …/:id']],
    ['are those of a path that is kept', "app.use('/c', router);\napp.route('/orders').get((req, res) => res.json(1)).post((req, res) => res.json(2));", ['GET /c/:id', 'GET /orders', 'POST /orders']],
    ['are those of any method', "app.use('/c', router);\napp.all('/orders', (req, res) => res.json(1));", ['ALL /orders', 'GET /c/:id']],
    ['are those of an application in another one', "const admin = express();\nadmin.get('/users', (req, res) => res.json(1));\nadmin.use(router);\napp.use('/admin', admin);", ['GET /admin/:id', 'GET /admin/users']],
  ])('%s', (_name, app, labels) => {
    expect(express(app)).toEqual(labels);
  });

  it('are those of what makes a router, what is given one, and what keeps one', () => {
    const made = "import { Router } from 'express';\nexport function make(dir: string): Router {\n  const router = Router();\n  router.get('/made', (req, res) => res.json(1));\n  return router;\n}";
    const given = "import type { Express } from 'express';\nexport default (app: Express) => {\n  app.get('/given', (req, res) => res.json(1));\n};";
    const kept = "import { Router } from 'express';\nexport class Kept {\n  readonly router = Router();\n  constructor() { this.router.get('/kept', (req, res) => res.json(1)); }\n}";
    const app = "import { make } from './made';\nimport given from './given';\nimport { Kept } from './kept';\ngiven(app);\napp.use('/a', make('x'));\napp.use('/b', new Kept().router);\napp.use('/c', router);";
    expect(express(app, { 'src/made.ts': made, 'src/given.ts': given, 'src/kept.ts': kept })).toEqual(['GET /a/made', 'GET /b/kept', 'GET /c/:id', 'GET /given']);
  });

  it('are those of modules that are required', () => {
    expect(routes({ 'src/a.js': "const router = require('express').Router();\nrouter.get('/:id', (req, res) => res.json(1));\nmodule.exports = router;", 'src/app.js': "const app = require('express')();\napp.use('/customers', require('./a'));" })).toEqual(['GET /customers/:id']);
  });

  it('lie not where a test mounts them', () => {
    const test = "import express from 'express';\nimport { router } from './a';\nconst app = express();\napp.use('/test', router);";
    expect(express("app.use('/customers', router);", { 'src/a.test.ts': test })).toEqual(['GET /customers/:id']);
  });
});

describe('routes of Fastify', () => {
  const plugin = "import type { FastifyInstance } from 'fastify';\nexport default async function users(app: FastifyInstance) {\n  app.get('/:id', async () => 1);\n  app.route({ method: 'DELETE', url: '/', handler: async () => 1 });\n}";

  it.each<[string, string, string[]]>([
    ['lie below the prefix of their plugin', "app.register(users, { prefix: '/users' });", ['DELETE /users', 'GET /users/:id']],
    ['lie below plugins in plugins', "app.register(async (api) => {\n  api.register(users, { prefix: '/users' });\n  api.get('/', async () => 1);\n}, { prefix: '/api' });", ['DELETE /api/users', 'GET /api', 'GET /api/users/:id']],
    ['lie where their plugin is, without a prefix', 'app.register(users);', ['DELETE /', 'GET /:id']],
    ['have no path below a prefix that is not shown', 'app.register(users, { prefix: process.env.PREFIX });', ['DELETE …', 'GET …/:id']],
    ['have no path below options that are not shown', 'app.register(users, JSON.parse(text));', ['DELETE …', 'GET …/:id']],
    ['have no path where nothing registers their plugin', '', ['DELETE …', 'GET …/:id']],
  ])('%s', (_name, app, labels) => {
    expect(routes({ 'src/users.ts': plugin, 'src/app.ts': `import fastify from 'fastify';\nimport users from './users';\nconst app = fastify();\n${app}` })).toEqual(labels);
  });
});

describe('routes of Koa', () => {
  it.each<[string, string, string[]]>([
    ['lie below the prefix that their router is made with', "const router = new Router({ prefix: '/users' });\nrouter.get('/:id', (ctx) => {});\napp.use(router.routes());", ['GET /users/:id']],
    ['lie below the prefix that their router gets', "const router = new Router();\nrouter.prefix('/users');\nrouter.get('/:id', (ctx) => {});\napp.use(router.routes());", ['GET /users/:id']],
    ['lie below routers in routers', "const api = new Router({ prefix: '/api' });\nconst router = new Router();\nrouter.get('/:id', (ctx) => {});\napi.use('/users', router.routes(), router.allowedMethods());\napp.use(api.routes());", ['GET /api/users/:id']],
    ['lie below what an application is mounted under', "const router = new Router();\nrouter.get('user', '/:id', (ctx) => {});\nconst api = new Koa();\napi.use(router.routes());\napp.use(mount('/api', api));", ['GET /api/:id']],
    ['have no path where nothing mounts their router', "const router = new Router({ prefix: '/users' });\nrouter.get('/:id', (ctx) => {});", ['GET …/:id']],
  ])('%s', (_name, app, labels) => {
    expect(routes({ 'src/app.ts': `import Koa from 'koa';\nimport Router from '@koa/router';\nimport mount from 'koa-mount';\nconst app = new Koa();\n${app}` })).toEqual(labels);
  });
});

describe('routes of Hono', () => {
  it.each<[string, string, string[]]>([
    ['lie below the path of their application', "const users = new Hono().get('/:id', (c) => c.text(''));\nnew Hono().route('/users', users);", ['GET /users/:id']],
    ['lie below base paths', "const users = new Hono().basePath('/users');\nusers.get('/:id', (c) => c.text(''));\nconst app = new Hono().basePath('/api').route('/v1', users);", ['GET /api/v1/users/:id']],
    ['lie where they are, in an application that nothing mounts', "const app = new Hono();\napp.get('/users', (c) => c.text(''));", ['GET /users']],
    ['have no path below one that is not shown', "const app = new Hono().basePath(process.env.BASE!);\napp.get('/users', (c) => c.text(''));", ['GET …/users']],
  ])('%s', (_name, app, labels) => {
    expect(routes({ 'src/app.ts': `import { Hono } from 'hono';\n${app}` })).toEqual(labels);
  });
});

describe('routes of Hono with OpenAPI', () => {
  it.each<[string, string, string[]]>([
    ['have the path of what describes them', "users.openapi(createRoute({ method: 'get', path: '/{id}', responses: {} }), (c) => c.json(1));\napp.route('/users', users);", ['GET /users/{id}']],
    ['have it of a description with a name', "const one = createRoute({ method: 'get', path: '/{id}', responses: {} });\nusers.openapi(one, (c) => c.json(1));\napp.route('/users', users);", ['GET /users/{id}']],
    ['have none of a description that is not shown', "users.openapi(describe(), (c) => c.json(1));\napp.route('/users', users);", ['openapi src/app.ts']],
  ])('%s', (_name, app, labels) => {
    expect(routes({ 'src/app.ts': `import { createRoute, OpenAPIHono } from '@hono/zod-openapi';\nconst app = new OpenAPIHono();\nconst users = new OpenAPIHono();\n${app}` })).toEqual(labels);
  });
});

describe('routes of hapi', () => {
  const users = "import type { Server } from '@hapi/hapi';\nexport const register = async (server: Server) => {\n  server.route({ method: 'GET', path: '/{id}', handler: () => 1 });\n};\nexport const plugin = { name: 'users', register };";

  it.each<[string, string, string[]]>([
    ['lie where they are', "server.route({ method: 'GET', path: '/users/{id}', handler: () => 1 });", ['GET /users/{id}', 'GET …/{id}']],
    ['have no path in a plugin', "await server.register(plugin, { routes: { prefix: '/users' } });", ['GET …/{id}']],
  ])('%s', (_name, app, labels) => {
    expect(routes({ 'src/users.ts': users, 'src/app.ts': `import Hapi from '@hapi/hapi';\nimport { plugin } from './users';\nconst server = Hapi.server();\n${app}` })).toEqual(labels);
  });
});

describe('routes of NestJS', () => {
  const controller = (argument: string) => `import { Controller, Get, Post } from '@nestjs/common';\n@Controller(${argument})\nexport class Users {\n  @Get(':id') one() {}\n  @Post() add() {}\n}`;
  const main = (call = '') => `import { NestFactory } from '@nestjs/core';\nasync function main() {\n  const app = await NestFactory.create(Object);\n  ${call}\n}\nmain();`;

  it.each<[string, string, string, string[]]>([
    ['lie below the path of their controller', "'users'", '', ['GET /users/:id', 'POST /users']],
    ['lie below that of options', "{ path: '/users' }", '', ['GET /users/:id', 'POST /users']],
    ['lie below none', '', '', ['GET /:id', 'POST /']],
    ['have all paths of a list', "['a', 'b']", '', ['GET /a/:id, /b/:id', 'POST /a, /b']],
    ['lie below the prefix of the application', "'users'", "app.setGlobalPrefix('api');", ['GET /api/users/:id', 'POST /api/users']],
    ['lie not below it where they are left out', "'users'", "app.setGlobalPrefix('api', { exclude: ['users'] });", ['GET /api/users/:id', 'POST /users']],
    ['have no path where versions may change it', "{ path: 'users', version: '1' }", '', ['GET …/:id', 'POST …']],
    ['have no path below a prefix that is not shown', "'users'", 'app.setGlobalPrefix(process.env.PREFIX!);', ['GET …/:id', 'POST …']],
  ])('%s', (_name, argument, call, labels) => {
    expect(routes({ 'src/users.ts': controller(argument), 'src/main.ts': main(call) })).toEqual(labels);
  });

  it('have no path where a version may change it', () => {
    const versioned = controller("'users'").replace('Post }', 'Post, Version }').replace("@Get(':id')", "@Version('2') @Get(':id')");
    expect(routes({ 'src/users.ts': versioned, 'src/main.ts': main() })).toEqual(['GET …/:id', 'POST /users']);
  });

  it('have no path where modules are put under paths', () => {
    const module = "import { Module } from '@nestjs/common';\nimport { RouterModule } from '@nestjs/core';\nimport { Users } from './users';\n@Module({ controllers: [Users] })\nclass Admin {}\n@Module({ imports: [Admin, RouterModule.register([{ path: 'admin', module: Admin }])] })\nexport class App {}";
    expect(routes({ 'src/users.ts': controller("'users'"), 'src/module.ts': module, 'src/main.ts': main() })).toEqual(['GET …/:id', 'POST …']);
  });

  it('have no path where one of two applications sets a prefix', () => {
    expect(routes({ 'src/users.ts': controller("'users'"), 'src/main.ts': main("app.setGlobalPrefix('api');"), 'src/other.ts': main() })).toEqual(['GET …/:id', 'POST …']);
  });
});
