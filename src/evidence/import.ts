import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { causeOf } from '../source/errors.ts';
import { ContentError, EvidenceError } from './errors.ts';
import type { Importer } from './importer.ts';
import { importers } from './importers/index.ts';
import { Input } from './input/input.ts';
import type { ImportedFile } from './types.ts';

export interface Imported {
  files: ImportedFile[];
  /** What a reader should know, one line each. */
  notes: string[];
}

/** Files of a folder that are looked at, and folders in folders. */
const MAX_FILES = 1000;
const MAX_DEPTH = 5;

/**
 * Reads files of evidence, folders of them, and what fits a pattern. A file of a folder that has no known format is passed over.
 *
 * @param names paths relative to `cwd`, as the user gave them
 * @param label how a file is called from then on; default: as it was named
 * @throws EvidenceError for a file that cannot be used, for a folder that holds none that can, and for a pattern that no file fits
 */
export async function importEvidence(names: readonly string[], cwd: string, label = (name: string): string => name): Promise<Imported> {
  const files: { file: ImportedFile; importer: Importer }[] = [];
  const notes: string[] = [];
  for (const name of names.flatMap((one) => expanded(one, cwd))) {
    const isFolder = statSync(path.resolve(cwd, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isFolder) files.push(await importFile(name, cwd));
    else files.push(...(await importFolder(name, cwd, notes)));
  }
  const combined = [...new Set(files.map(({ importer }) => importer))].flatMap((importer) => {
    const own = files.filter((one) => one.importer === importer).map(({ file }) => ({ ...file, file: label(file.file) }));
    return importer.combine ? importer.combine(own) : own;
  });
  return { files: combined, notes: [...notes, ...combined.flatMap(({ file, notes: own = [] }) => own.map((note) => `${file}: ${note}`))] };
}

/** A pattern is what names no file and has a character of patterns. */
function expanded(name: string, cwd: string): string[] {
  if (!glob.isDynamicPattern(name) || existsSync(path.resolve(cwd, name))) return [name];
  const found = glob.sync(name, { cwd, dot: true, followSymbolicLinks: false }).sort();
  if (found.length === 0) throw new EvidenceError(name, 'no file fits the pattern');
  return found;
}

async function importFile(name: string, cwd: string): Promise<{ file: ImportedFile; importer: Importer }> {
  const read = await importKnown(name, cwd);
  if (read === undefined) throw new EvidenceError(name, `its content is of no known format; tried: ${importers.map((importer) => importer.name).join(', ')}`);
  return read;
}

/** Undefined for content of no known format. */
async function importKnown(name: string, cwd: string): Promise<{ file: ImportedFile; importer: Importer } | undefined> {
  const input = new Input(path.resolve(cwd, name));
  let format = '';
  try {
    const head = await input.head();
    const importer = importers.find((one) => one.recognises(head));
    if (importer === undefined) return undefined;
    format = importer.name;
    return { file: { ...(await importer.read(input)), file: name, format: importer.id }, importer };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Whatever else is thrown, content that nobody foresaw is to blame.
    throw new EvidenceError(name, error instanceof ContentError ? reason : `it cannot be read as ${format}: ${causeOf(error)}`, { cause: error });
  }
}

async function importFolder(name: string, cwd: string, notes: string[]): Promise<{ file: ImportedFile; importer: Importer }[]> {
  const found = filesIn(name, cwd);
  const files: { file: ImportedFile; importer: Importer }[] = [];
  const passed: string[] = [];
  for (const file of found) {
    const read = statSync(path.resolve(cwd, file)).size === 0 ? undefined : await importKnown(file, cwd);
    if (read) files.push(read);
    else passed.push(file);
  }
  if (files.length === 0) throw new EvidenceError(name, found.length === 0 ? 'the folder is empty' : `none of its ${found.length} files is of a known format; tried: ${importers.map((importer) => importer.name).join(', ')}`);
  if (passed.length > 0) notes.push(`${name}: passed over ${passed.length === 1 ? passed[0]! : `${passed.length} files, such as ${passed[0]!}`}: of no known format`);
  return files;
}

/** Links are not followed: they may lead back. */
function filesIn(folder: string, cwd: string, depth = 0): string[] {
  let entries;
  try {
    entries = readdirSync(path.resolve(cwd, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new EvidenceError(folder, `it cannot be listed: ${causeOf(error)}`, { cause: error });
  }
  const files = entries.flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return depth < MAX_DEPTH && entry.name !== 'node_modules' ? filesIn(name, cwd, depth + 1) : [];
    return entry.isFile() ? [name] : [];
  });
  if (files.length > MAX_FILES) throw new EvidenceError(folder, `it holds more than ${MAX_FILES} files: name those that are evidence`);
  return files;
}
