import { describe, expect, it } from 'vitest';
import { labelOf, routesIn } from '../../../src/evidence/join/routes.ts';

describe('a measured route', () => {
  const labels = ['GET /customers/:id', 'GET /v1/orders/:id, /v2/orders/:id', 'GET …/:id', 'ALL /any', 'GET /customers/new', 'use /customers', 'Query.orders'];

  it.each<[string | undefined, string, string | undefined]>([
    ['GET', '/customers/7', 'GET /customers/:id'],
    ['GET', '/customers/new', 'GET /customers/new'],
    ['GET', 'http://127.0.0.1:3000/v2/orders/7?page=2', 'GET /v1/orders/:id, /v2/orders/:id'],
    [undefined, '/v1/orders/{id}', 'GET /v1/orders/:id, /v2/orders/:id'],
    ['POST', '/any', 'ALL /any'],
    // The code does not show below which path the one that would fit lies.
    ['GET', '/7', undefined],
    ['POST', '/customers/7', undefined],
  ])('%s %s is %s', (method, path, label) => {
    expect(labelOf(labels, { ...(method !== undefined && { method }), path })).toBe(label);
  });

  it('is told by labels of routes alone', () => {
    expect(labels.map((label) => routesIn(label).map(({ path }) => path))).toEqual([['/customers/:id'], ['/v1/orders/:id', '/v2/orders/:id'], [], ['/any'], ['/customers/new'], [], []]);
  });
});
