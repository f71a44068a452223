/** Everything in a schema that is no declaration: line and block comments, strings. */
const NOT_CODE = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"/g;
const MODEL = /(?:^|[\n}])[ \t]*model\s+([A-Za-z]\w*)\s*\{/g;

/** Names of the models that a Prisma schema file declares, in order. */
export function prismaModels(text: string): string[] {
  return [...text.replace(NOT_CODE, '').matchAll(MODEL)].map((match) => match[1]!);
}
