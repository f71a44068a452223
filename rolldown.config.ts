import { chmodSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'rolldown';
import type { Plugin } from 'rolldown';

/** npm makes a bin executable when it links it; a fresh clone and a tarball need the mode on the file itself. */
const executable: Plugin = {
  name: 'executable',
  writeBundle({ dir }) {
    chmodSync(path.join(dir ?? '.', 'cli.js'), 0o755);
  },
};

/** The declarations keep the layout of the sources, below dist/types. */
const declarations: Plugin = {
  name: 'declarations',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'index.d.ts', source: "export * from './types/src/index.js';\n" });
  },
};

export default defineConfig({
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  platform: 'node',
  // Dependencies stay outside, as npm installs them.
  external: /^[^./]/,
  plugins: [executable, declarations],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    banner: (chunk) => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
  },
});
