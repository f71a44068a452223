/** How TypeORM and MikroORM write a name with underscores: https://github.com/typeorm/typeorm/blob/0.3.20/src/util/StringUtils.ts */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z])([A-Z])([a-z])/g, '$1_$2$3')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** How TypeORM writes a name in camel case; from the same file. */
export function camelCase(name: string): string {
  return name.replace(/^([A-Z])|[\s_-](\w)/g, (_, first: string | undefined, next: string | undefined) => (next === undefined ? first!.toLowerCase() : next.toUpperCase()));
}

/** TypeORM's title case; from the same file. */
export function titleCase(name: string): string {
  return name.replace(/\w\S*/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}
