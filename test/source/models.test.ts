import { expect, it } from 'vitest';
import { prismaModels } from '../../src/source/models.ts';

it('reads the models of a Prisma schema, and nothing that only looks like one', () => {
  const schema = `
    // model Commented { }
    /* model Blocked {
    } */
    datasource db { url = "postgres://x" }
    enum Kind { model }
    model User {
      id    String @id @default("model Fake {") // model Tail {
      model String
    }
    model  Order_Item{
      id Int @id
    } model Third { id Int @id }
    view Sales { id Int }
    type Address { street String }
  `;
  expect(prismaModels(schema)).toEqual(['User', 'Order_Item', 'Third']);
});
