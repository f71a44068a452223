import type { Importer } from '../importer.ts';
import { v8 } from './v8/index.ts';

/** All formats that are read, in the order in which content is tried. */
export const importers: readonly Importer[] = [...v8];
