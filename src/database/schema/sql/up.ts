/** Lines that begin what is run to go forward, and what is run to go back, in tools that keep both in one file. */
const MARKS: readonly { up: RegExp; down: RegExp }[] = [
  // https://github.com/amacneil/dbmate#creating-migrations
  { up: /^--\s*migrate:up\b/im, down: /^--\s*migrate:down\b/im },
  // https://pressly.github.io/goose/documentation/annotations/ and https://github.com/rubenv/sql-migrate#writing-migrations
  { up: /^--\s*\+(?:goose|migrate)\s+up\b/im, down: /^--\s*\+(?:goose|migrate)\s+down\b/im },
  // https://salsita.github.io/node-pg-migrate/cli: SQL migrations
  { up: /^--\s*up migration\b/im, down: /^--\s*down migration\b/im },
  // https://github.com/mattes/migrate and others
  { up: /^--\s*@?up\s*$/im, down: /^--\s*@?(?:down|undo)\s*$/im },
];

/** What of a migration goes forward: the rest is blanked, so that offsets hold. */
export function upPart(text: string): string {
  for (const { up, down } of MARKS) {
    const to = down.exec(text);
    if (!to) continue;
    const from = up.exec(text);
    // Some write the way back first.
    if (from && from.index > to.index) return blank(text.slice(0, from.index)) + text.slice(from.index);
    return text.slice(0, to.index) + blank(text.slice(to.index));
  }
  return text;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
