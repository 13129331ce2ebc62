import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { BundleFile, LongFile } from '../core/bundle.ts'

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Bundles on disk. Each part loads its adapter when it is used. `stateDir` holds the secret of this installation. */
export function createBundleTools(cwd: string, stateDir: string) {
  const at = (path: string) => resolve(cwd, path)
  return {
    archiveBlocks: async function* (
      bundleId: string,
      madeFrom: Date,
      files: readonly (BundleFile | LongFile)[],
    ) {
      const { archiveBlocks } = await import('../adapters/bundle/write-archive.ts')
      yield* archiveBlocks(bundleId, madeFrom, files)
    },
    openSpool: async (nextTo: string) => {
      const { openSpool } = await import('../adapters/bundle/spool.ts')
      return openSpool(at(nextTo))
    },
    placeFor: async (out: string | undefined, fileName: string) => {
      if (out === undefined) return fileName
      return out.endsWith('/') || (await isFolder(at(out))) ? join(out, fileName) : out
    },
    draftArchive: async (path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) => {
      const { draftArchive } = await import('../adapters/bundle/draft-archive.ts')
      return draftArchive(at(path), bytes)
    },
    readArchive: async (path: string, ageIdentity?: string) => {
      const { archiveFileBytes, openArchive, readArchive } = await import(
        '../adapters/bundle/read-archive.ts'
      )
      if (ageIdentity === undefined) return readArchive(at(path))
      const { openSealed } = await import('../adapters/bundle/seal.ts')
      return openArchive(await openSealed(at(ageIdentity), await archiveFileBytes(at(path))), at(path))
    },
    openIncludes: async (paths: readonly string[]) => {
      const { openIncludes } = await import('../adapters/bundle/open-includes.ts')
      return openIncludes(paths, cwd)
    },
    filesBelow: async function* (path: string) {
      const { filesBelow } = await import('../adapters/bundle/scan-path.ts')
      yield* filesBelow(path, cwd)
    },
    installationSecret: async () => {
      const { installationSecret } = await import('../adapters/bundle/installation-secret.ts')
      return installationSecret(stateDir)
    },
    signWith: async (keyFile: string, bytes: Uint8Array) => {
      const { signWith } = await import('../adapters/bundle/sign.ts')
      return signWith(at(keyFile), bytes)
    },
    verifySignature: async (about: {
      readonly bytes: Uint8Array
      readonly signature: Uint8Array
      readonly signersFile?: string
      readonly identity?: string
    }) => {
      const { verifySignature } = await import('../adapters/bundle/sign.ts')
      const { signersFile } = about
      return verifySignature(signersFile === undefined ? about : { ...about, signersFile: at(signersFile) })
    },
    sealFor: async function* (recipients: readonly string[], blocks: AsyncIterable<Uint8Array>) {
      const { sealBlocks } = await import('../adapters/bundle/seal.ts')
      yield* sealBlocks(recipients, blocks)
    },
    refuseRecipients: async (recipients: readonly string[]) => {
      const { encrypterFor } = await import('../adapters/bundle/seal.ts')
      await encrypterFor(recipients)
    },
    canonical: async () => import('../adapters/bundle/canonical.ts'),
    proofRecheck: async () => (await import('../adapters/proof/recheck.ts')).createProofRecheck(),
  }
}
