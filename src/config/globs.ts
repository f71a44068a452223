/**
 * Globs as regular expressions, in the syntax that `include` and `exclude` have too: `*`, `**`, `?`, `[abc]`, `[!abc]`, `{a,b}`, and a
 * backslash before a character that stands for itself. A name with a leading dot is a name like others.
 */

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
const TOKEN = /\\(?<escaped>.)|(?<deep>(?:^|(?<=\/))\*\*(?:\/|$))|(?<stars>\*+)|(?<one>\?)|\[(?<not>[!^]?)(?<set>\]?[^\]]+)\]|(?<open>\{)|(?<close>\})|(?<comma>,)|(?<text>.)/gs;

/** One expression for paths below the root that some of the globs match; a glob of a folder stands for all in it. */
export function pathPattern(globs: readonly string[]): RegExp {
  const sources = globs.map((glob) => source(glob.replace(/^\.\//, '').replace(/\/+$/, '')));
  return new RegExp(`^(?:${sources.join('|')})(?:/.*)?$`, 's');
}

/** One expression for names that some of the patterns match: `*` stands for any part of a name between two dots. */
export function namePattern(patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.map((pattern) => pattern.split('*').map(escape).join('[^.]*')).join('|')})$`);
}

function source(glob: string): string {
  const closing = closingBraces(glob);
  let depth = 0;
  return [...glob.matchAll(TOKEN)]
    .map(({ 0: token, index, groups = {} }) => {
      const { escaped, deep, stars, one, not, set, open, close, comma } = groups;
      if (escaped !== undefined) return escape(escaped);
      if (deep !== undefined) return deep.endsWith('/') ? '(?:[^/]*/)*' : '.*';
      if (stars !== undefined) return '[^/]*';
      if (one !== undefined) return '[^/]';
      if (set !== undefined) return `[${not === '' ? '' : '^/'}${set.replace(/[\\\]^]/g, '\\$&')}]`;
      if (open !== undefined && closing.has(index)) return (depth++, '(?:');
      if (close !== undefined && depth > 0) return (depth--, ')');
      if (comma !== undefined && depth > 0) return '|';
      return escape(token);
    })
    .join('');
}

/** Places of the braces that open a list: those that are closed again. */
function closingBraces(glob: string): ReadonlySet<number> {
  const open: number[] = [];
  const closed = new Set<number>();
  for (const { index, groups = {} } of glob.matchAll(TOKEN)) {
    if (groups.open !== undefined) open.push(index);
    else if (groups.close !== undefined && open.length > 0) closed.add(open.pop() as number);
  }
  return closed;
}

function escape(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}
