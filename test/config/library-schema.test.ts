import { describe, expect, it } from 'vitest';
import { librarySchema } from '../../src/config/library-schema.ts';
import { libraries } from '../../src/libraries/index.ts';

describe('the shape of tables that users write', () => {
  // What comes without import belongs to no package, which a user's table cannot say.
  const ours = libraries.filter(({ packages }) => packages.length > 0);

  it.each(ours.map((library) => [library.id, library] as const))('says all that our own table of %s says', (_id, library) => {
    const result = librarySchema.safeParse(library);
    expect(result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([]);
  });

  it('refuses what no table can mean', () => {
    const result = librarySchema.safeParse({ id: 'x', docs: 'https://x.example', packages: ['x'], exports: { a: { docs: 'https://x.example', calls: {} } }, handles: {} });
    expect(result.success).toBe(false);
  });
});
