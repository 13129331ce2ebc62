import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/** What package.json says about us. */
export const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

// commander can start other programs as subcommands. We have none, and a start need not load what that takes.
const commanderAlone = {
  name: 'commander-alone',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: `${root}scripts/nothing.cjs` } : undefined,
    )
  },
}

// Keccak works out its constants with big integers as soon as it is loaded: two milliseconds of every start,
// and few of them meet an address whose checksum has to be checked. `require` puts that off to the first call.
const keccakLater = {
  name: 'keccak-later',
  setup(build) {
    build.onResolve({ filter: /^@noble\/hashes\/sha3$/ }, ({ importer }) =>
      importer.startsWith(`${root}src/`) ? { path: `${root}scripts/keccak-later.mjs` } : undefined,
    )
  },
}

// The file of SHA-256 also holds SHA-512, whose eighty constants are worked out with big integers as soon as it
// is loaded. Our own sources use the short one only: a copy of the file for them alone leaves the long one out.
const shortHashAlone = {
  name: 'short-hash-alone',
  setup(build) {
    build.onResolve({ filter: /^@noble\/hashes\/sha2$/ }, async ({ path, kind, importer, resolveDir }) => {
      if (!importer.startsWith(`${root}src/`)) return undefined
      return { ...(await build.resolve(path, { kind, resolveDir })), suffix: '?sha256' }
    })
  },
}

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
  plugins: [commanderAlone, keccakLater, shortHashAlone],
  // Hashing needs no random numbers; without this, every start would load all of node:crypto for them.
  // And what is printed goes through our own streams, whatever DEBUG says.
  alias: { '@noble/hashes/crypto': './scripts/no-random.mjs', debug: './scripts/no-debug.mjs' },
  logLevel: 'warning',
  define: { X402OPS_VERSION: JSON.stringify(manifest.version) },
}
