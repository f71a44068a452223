import { pathOf } from '../routes.ts';

/** A path as a tool wrote it, in one form. */
export interface ToolPath {
  /** With forward slashes, without `.` and `..`. */
  path: string;
  isAbsolute: boolean;
}

/** What a bundler writes before a path of the project: `webpack://my-app/./src/x.ts`, `webpack:///src/x.ts`, `vite:…`. */
const BUNDLER = /^(?:webpack(?:-internal)?|rollup|rolldown|vite|turbopack|ng|parcel|meteor):\/\/\/?/;
/** Modules of Node, V8 and browsers, code without a file. */
const BUILT_IN = /^(?:node:|internal\/|native |evalmachine|chrome(?:-extension|-untrusted)?:|extensions::|v8\/|wasm:|data:|blob:|about:|debugger:|<|\[|~$)/;

/** Whether the file is no code of any project: a module of Node, a native function, an extension of the browser. */
export function isBuiltIn(file: string): boolean {
  return file === '' || BUILT_IN.test(file);
}

/** Whether the file belongs to an installed package. */
export function isDependency(file: string): boolean {
  return /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.yarn[\\/](?:cache|unplugged))[\\/]/.test(file) || /[\\/]lib[\\/]python[\d.]+[\\/]/.test(file);
}

/** Undefined for what is no path of a project's file. */
export function toolPath(written: string): ToolPath | undefined {
  if (isBuiltIn(written)) return undefined;
  let rest = written;
  let isAbsolute = false;
  if (rest.startsWith('file://')) {
    rest = decoded(rest.slice('file://'.length));
    isAbsolute = true;
  } else if (BUNDLER.test(rest)) {
    // What follows is the path, below a name that is often left out: `./` tells where it begins.
    const after = rest.replace(BUNDLER, '').replace(/\?.*$/, '');
    const start = after.indexOf('/./');
    rest = start === -1 ? after.replace(/^\.\//, '') : after.slice(start + 3);
  } else if (/^https?:\/\//.test(rest)) {
    rest = decoded(pathOf(rest).replace(/^\//, ''));
  }
  rest = rest.replaceAll('\\', '/').replace(/^\/?([A-Za-z]):(?=\/)/, '/$1:');
  if (rest.startsWith('/')) isAbsolute = true;
  const segments: string[] = [];
  for (const segment of rest.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  if (segments.length === 0) return undefined;
  return { path: `${isAbsolute ? '/' : ''}${segments.join('/')}`, isAbsolute };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
