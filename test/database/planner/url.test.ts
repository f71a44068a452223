import { expect, it } from 'vitest';
import { shownUrl } from '../../../src/database/planner/url.ts';

it.each([
  ['postgres://ana:s3cret@db.example:5432/shop', 'postgres://ana:***@db.example:5432/shop'],
  ['postgres://ana@db.example/shop?password=s3cret&sslmode=require', 'postgres://ana@db.example/shop?password=***&sslmode=require'],
  ['mysql://root@127.0.0.1/shop', 'mysql://root@127.0.0.1/shop'],
  ['postgres://ana:s3:cret#1@[not a host/shop', 'postgres://***@[not a host/shop'],
  ['sqlite:data/shop.db', 'sqlite:data/shop.db'],
])('prints %s without its password', (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
