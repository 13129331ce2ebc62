import { finding } from '../catalog.ts'
import { ownFiles } from '../manifest.ts'
import type { BundleCheck, BundleSeen } from '../verify.ts'

/** What is wrong with the manifest, one clause each. */
export function manifestFaults({ manifest, sums, files, bundleId }: BundleSeen): readonly string[] {
  if (!manifest.read) return [manifest.why]
  const faults: string[] = []
  if (manifest.value.bundleId !== bundleId) {
    faults.push(`it speaks of ${manifest.value.bundleId}, and the folder is called ${bundleId}`)
  }
  // A hostile list may be long: each path is looked up once.
  const seen = new Set<string>()
  const twice = manifest.value.files.find(({ path }) => seen.size === seen.add(path).size)?.path
  if (twice !== undefined) faults.push(`it lists ${twice} twice`)
  const own = files.find(({ path }) => path === ownFiles.manifest)
  const line = sums?.split('\n').find((text) => text.endsWith(`  ${ownFiles.manifest}`))
  if (sums !== null && line !== `${own?.sha256}  ${ownFiles.manifest}`) {
    faults.push('SHA256SUMS names another digest for it')
  }
  return faults
}

/** The list of files itself: canonical, complete, and the one that the sums speak of. */
export const manifest: BundleCheck = {
  id: 'manifest',
  question: 'Is the manifest as it was made?',
  judge: (seen) =>
    manifestFaults(seen).map((why) =>
      finding('BUNDLE_MANIFEST_ALTERED', { kind: 'file', id: `manifest.json: ${why}` }, { why }),
    ),
}
