// This file is generated from the folder by scripts/generate-index.mjs: run npm run generate.

import adonis from './adonis.ts';
import agenda from './agenda.ts';
import ajv from './ajv.ts';
import amqpConnectionManager from './amqp-connection-manager.ts';
import amqplib from './amqplib.ts';
import apolloServer from './apollo-server.ts';
import arangojs from './arangojs.ts';
import argon2 from './argon2.ts';
import async from './async.ts';
import atDatabasesTyped from './at-databases-typed.ts';
import atDatabases from './at-databases.ts';
import awsLambda from './aws-lambda.ts';
import awsSdk from './aws-sdk.ts';
import axios from './axios.ts';
import azureCosmos from './azure-cosmos.ts';
import bcrypt from './bcrypt.ts';
import bcryptjs from './bcryptjs.ts';
import beeQueue from './bee-queue.ts';
import betterSqlite3 from './better-sqlite3.ts';
import bluebird from './bluebird.ts';
import bookshelf from './bookshelf.ts';
import bottleneck from './bottleneck.ts';
import bull from './bull.ts';
import bullmq from './bullmq.ts';
import bun from './bun.ts';
import cacheManager from './cache-manager.ts';
import cassandraDriver from './cassandra-driver.ts';
import clickhouseClient from './clickhouse-client.ts';
import cloudflareWorkers from './cloudflare-workers.ts';
import commander from './commander.ts';
import couchbase from './couchbase.ts';
import cron from './cron.ts';
import crossSpawn from './cross-spawn.ts';
import dataloader from './dataloader.ts';
import debug from './debug.ts';
import delay from './delay.ts';
import deno from './deno.ts';
import directus from './directus.ts';
import discordJs from './discord-js.ts';
import discordx from './discordx.ts';
import drizzleInProcess from './drizzle-in-process.ts';
import drizzle from './drizzle.ts';
import duckdb from './duckdb.ts';
import dynamodbToolbox from './dynamodb-toolbox.ts';
import dynamodb from './dynamodb.ts';
import dynamoose from './dynamoose.ts';
import elasticsearch from './elasticsearch.ts';
import electrodb from './electrodb.ts';
import elysia from './elysia.ts';
import encore from './encore.ts';
import execa from './execa.ts';
import expressAsyncHandler from './express-async-handler.ts';
import expressPromiseRouter from './express-promise-router.ts';
import express from './express.ts';
import fastGlob from './fast-glob.ts';
import fastifyPlugin from './fastify-plugin.ts';
import fastify from './fastify.ts';
import feathers from './feathers.ts';
import findUp from './find-up.ts';
import firestore from './firestore.ts';
import fsExtra from './fs-extra.ts';
import gel from './gel.ts';
import glob from './glob.ts';
import globals from './globals.ts';
import globby from './globby.ts';
import googleCloudBigquery from './google-cloud-bigquery.ts';
import googleCloudDatastore from './google-cloud-datastore.ts';
import googleCloudSpanner from './google-cloud-spanner.ts';
import got from './got.ts';
import gracefulFs from './graceful-fs.ts';
import graphqlTools from './graphql-tools.ts';
import graphqlYoga from './graphql-yoga.ts';
import graphql from './graphql.ts';
import handlebars from './handlebars.ts';
import hapi from './hapi.ts';
import hono from './hono.ts';
import i18next from './i18next.ts';
import inversify from './inversify.ts';
import jsonfile from './jsonfile.ts';
import kafkajs from './kafkajs.ts';
import keystone from './keystone.ts';
import keyv from './keyv.ts';
import knex from './knex.ts';
import koaMount from './koa-mount.ts';
import koaRouter from './koa-router.ts';
import koa from './koa.ts';
import kysely from './kysely.ts';
import libsqlClient from './libsql-client.ts';
import lodash from './lodash.ts';
import loopbackRepository from './loopback-repository.ts';
import lruCache from './lru-cache.ts';
import lucid from './lucid.ts';
import massive from './massive.ts';
import mcpSdk from './mcp-sdk.ts';
import medusa from './medusa.ts';
import meteor from './meteor.ts';
import middy from './middy.ts';
import mikroOrm from './mikro-orm.ts';
import mkdirp from './mkdirp.ts';
import moize from './moize.ts';
import mongodb from './mongodb.ts';
import mongoose from './mongoose.ts';
import monk from './monk.ts';
import mssql from './mssql.ts';
import mysql2 from './mysql2.ts';
import nano from './nano.ts';
import neo4jDriver from './neo4j-driver.ts';
import neondatabaseServerless from './neondatabase-serverless.ts';
import nestCommander from './nest-commander.ts';
import nestjsAxios from './nestjs-axios.ts';
import nestjsBull from './nestjs-bull.ts';
import nestjsCommon from './nestjs-common.ts';
import nestjsCore from './nestjs-core.ts';
import nestjsCqrs from './nestjs-cqrs.ts';
import nestjsEventEmitter from './nestjs-event-emitter.ts';
import nestjsGraphql from './nestjs-graphql.ts';
import nestjsMicroservices from './nestjs-microservices.ts';
import nestjsMikroOrm from './nestjs-mikro-orm.ts';
import nestjsMongoose from './nestjs-mongoose.ts';
import nestjsPrisma from './nestjs-prisma.ts';
import nestjsSchedule from './nestjs-schedule.ts';
import nestjsSequelize from './nestjs-sequelize.ts';
import nestjsTypeorm from './nestjs-typeorm.ts';
import nestjsWebsockets from './nestjs-websockets.ts';
import neverthrow from './neverthrow.ts';
import next from './next.ts';
import nitro from './nitro.ts';
import nodeAsyncHooks from './node-async-hooks.ts';
import nodeCache from './node-cache.ts';
import nodeChildProcess from './node-child-process.ts';
import nodeCron from './node-cron.ts';
import nodeCrypto from './node-crypto.ts';
import nodeDnsPromises from './node-dns-promises.ts';
import nodeDns from './node-dns.ts';
import nodeEvents from './node-events.ts';
import nodeFetch from './node-fetch.ts';
import nodeFsPromises from './node-fs-promises.ts';
import nodeFs from './node-fs.ts';
import nodeHttp from './node-http.ts';
import nodePath from './node-path.ts';
import nodeProcess from './node-process.ts';
import nodeSchedule from './node-schedule.ts';
import nodeStream from './node-stream.ts';
import nodeTimersPromises from './node-timers-promises.ts';
import nodeTimers from './node-timers.ts';
import nodeUrl from './node-url.ts';
import nodeUtil from './node-util.ts';
import nodeWorkerThreads from './node-worker-threads.ts';
import nodeZlib from './node-zlib.ts';
import nodemailer from './nodemailer.ts';
import objection from './objection.ts';
import oclif from './oclif.ts';
import opentelemetry from './opentelemetry.ts';
import oracledb from './oracledb.ts';
import orchidOrm from './orchid-orm.ts';
import pEachSeries from './p-each-series.ts';
import pFilter from './p-filter.ts';
import pLimit from './p-limit.ts';
import pMapSeries from './p-map-series.ts';
import pMap from './p-map.ts';
import pMemoize from './p-memoize.ts';
import pQueue from './p-queue.ts';
import pReduce from './p-reduce.ts';
import pRetry from './p-retry.ts';
import papr from './papr.ts';
import payload from './payload.ts';
import pgBoss from './pg-boss.ts';
import pgCursor from './pg-cursor.ts';
import pgPromise from './pg-promise.ts';
import pg from './pg.ts';
import pglite from './pglite.ts';
import piscina from './piscina.ts';
import planetscaleDatabase from './planetscale-database.ts';
import playwright from './playwright.ts';
import pocketbase from './pocketbase.ts';
import postgres from './postgres.ts';
import pothos from './pothos.ts';
import prisma from './prisma.ts';
import promClient from './prom-client.ts';
import puppeteer from './puppeteer.ts';
import quickLru from './quick-lru.ts';
import react from './react.ts';
import redis from './redis.ts';
import remix from './remix.ts';
import rimraf from './rimraf.ts';
import rxjs from './rxjs.ts';
import sentry from './sentry.ts';
import sequelizeTypescript from './sequelize-typescript.ts';
import sequelize from './sequelize.ts';
import shelljs from './shelljs.ts';
import slonik from './slonik.ts';
import socketIo from './socket-io.ts';
import sqlJs from './sql-js.ts';
import sqlite from './sqlite.ts';
import strapi from './strapi.ts';
import supabase from './supabase.ts';
import superagent from './superagent.ts';
import surrealdb from './surrealdb.ts';
import sveltekit from './sveltekit.ts';
import syncRequest from './sync-request.ts';
import tanstackStart from './tanstack-start.ts';
import tedious from './tedious.ts';
import triggerDev from './trigger-dev.ts';
import trpc from './trpc.ts';
import tsed from './tsed.ts';
import tsyringe from './tsyringe.ts';
import typeGraphql from './type-graphql.ts';
import typedi from './typedi.ts';
import typegoose from './typegoose.ts';
import typeormTransactional from './typeorm-transactional.ts';
import typeorm from './typeorm.ts';
import undici from './undici.ts';
import vercelPostgres from './vercel-postgres.ts';
import waterline from './waterline.ts';
import which from './which.ts';
import winston from './winston.ts';
import ws from './ws.ts';
import yargs from './yargs.ts';
import zapatos from './zapatos.ts';
import zenstack from './zenstack.ts';
import type { Library } from './types.ts';

export const libraries: readonly Library[] = [
  adonis,
  agenda,
  ajv,
  amqpConnectionManager,
  amqplib,
  apolloServer,
  arangojs,
  argon2,
  async,
  atDatabasesTyped,
  atDatabases,
  awsLambda,
  awsSdk,
  axios,
  azureCosmos,
  bcrypt,
  bcryptjs,
  beeQueue,
  betterSqlite3,
  bluebird,
  bookshelf,
  bottleneck,
  bull,
  bullmq,
  bun,
  cacheManager,
  cassandraDriver,
  clickhouseClient,
  cloudflareWorkers,
  commander,
  couchbase,
  cron,
  crossSpawn,
  dataloader,
  debug,
  delay,
  deno,
  directus,
  discordJs,
  discordx,
  drizzleInProcess,
  drizzle,
  duckdb,
  dynamodbToolbox,
  dynamodb,
  dynamoose,
  elasticsearch,
  electrodb,
  elysia,
  encore,
  execa,
  expressAsyncHandler,
  expressPromiseRouter,
  express,
  fastGlob,
  fastifyPlugin,
  fastify,
  feathers,
  findUp,
  firestore,
  fsExtra,
  gel,
  glob,
  globals,
  globby,
  googleCloudBigquery,
  googleCloudDatastore,
  googleCloudSpanner,
  got,
  gracefulFs,
  graphqlTools,
  graphqlYoga,
  graphql,
  handlebars,
  hapi,
  hono,
  i18next,
  inversify,
  jsonfile,
  kafkajs,
  keystone,
  keyv,
  knex,
  koaMount,
  koaRouter,
  koa,
  kysely,
  libsqlClient,
  lodash,
  loopbackRepository,
  lruCache,
  lucid,
  massive,
  mcpSdk,
  medusa,
  meteor,
  middy,
  mikroOrm,
  mkdirp,
  moize,
  mongodb,
  mongoose,
  monk,
  mssql,
  mysql2,
  nano,
  neo4jDriver,
  neondatabaseServerless,
  nestCommander,
  nestjsAxios,
  nestjsBull,
  nestjsCommon,
  nestjsCore,
  nestjsCqrs,
  nestjsEventEmitter,
  nestjsGraphql,
  nestjsMicroservices,
  nestjsMikroOrm,
  nestjsMongoose,
  nestjsPrisma,
  nestjsSchedule,
  nestjsSequelize,
  nestjsTypeorm,
  nestjsWebsockets,
  neverthrow,
  next,
  nitro,
  nodeAsyncHooks,
  nodeCache,
  nodeChildProcess,
  nodeCron,
  nodeCrypto,
  nodeDnsPromises,
  nodeDns,
  nodeEvents,
  nodeFetch,
  nodeFsPromises,
  nodeFs,
  nodeHttp,
  nodePath,
  nodeProcess,
  nodeSchedule,
  nodeStream,
  nodeTimersPromises,
  nodeTimers,
  nodeUrl,
  nodeUtil,
  nodeWorkerThreads,
  nodeZlib,
  nodemailer,
  objection,
  oclif,
  opentelemetry,
  oracledb,
  orchidOrm,
  pEachSeries,
  pFilter,
  pLimit,
  pMapSeries,
  pMap,
  pMemoize,
  pQueue,
  pReduce,
  pRetry,
  papr,
  payload,
  pgBoss,
  pgCursor,
  pgPromise,
  pg,
  pglite,
  piscina,
  planetscaleDatabase,
  playwright,
  pocketbase,
  postgres,
  pothos,
  prisma,
  promClient,
  puppeteer,
  quickLru,
  react,
  redis,
  remix,
  rimraf,
  rxjs,
  sentry,
  sequelizeTypescript,
  sequelize,
  shelljs,
  slonik,
  socketIo,
  sqlJs,
  sqlite,
  strapi,
  supabase,
  superagent,
  surrealdb,
  sveltekit,
  syncRequest,
  tanstackStart,
  tedious,
  triggerDev,
  trpc,
  tsed,
  tsyringe,
  typeGraphql,
  typedi,
  typegoose,
  typeormTransactional,
  typeorm,
  undici,
  vercelPostgres,
  waterline,
  which,
  winston,
  ws,
  yargs,
  zapatos,
  zenstack,
];
