import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/** What package.json says about us. */
export const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

/** How the sources become `dist/`; a test builds with the same options to see what start-up loads. */
export const bundleOptions = {
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  metafile: true,
  legalComments: 'none',
  // Hashing needs no random numbers; without this, every start would load all of node:crypto for them.
  alias: { '@noble/hashes/crypto': './scripts/no-random.mjs' },
  logLevel: 'warning',
  define: { X402OPS_VERSION: JSON.stringify(manifest.version) },
}
