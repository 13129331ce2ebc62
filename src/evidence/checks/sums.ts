import { finding } from '../catalog.ts'
import { ownFiles, sumLine } from '../manifest.ts'
import type { BundleCheck, BundleSeen } from '../verify.ts'

/** The files of which the sums do not say what the manifest says, each once; the manifest's own line aside. */
function differing({ manifest, sums }: BundleSeen): readonly string[] {
  if (!manifest.read || sums === null) return []
  const said = new Map<string, string>()
  const faults: string[] = []
  for (const line of sums.split('\n').filter((text) => text !== '')) {
    const path = line.slice(66)
    if (said.has(path)) faults.push(path)
    said.set(path, line)
  }
  const listed = new Map(manifest.value.files.map((file) => [file.path, sumLine(file).trimEnd()]))
  for (const [path, line] of listed) if (said.get(path) !== line) faults.push(path)
  for (const path of said.keys()) if (!listed.has(path) && path !== ownFiles.manifest) faults.push(path)
  return [...new Set(faults)]
}

/** What `sha256sum -c` reads says the same as the manifest. */
export const sums: BundleCheck = {
  id: 'sums',
  question: 'Does SHA256SUMS say what the manifest says?',
  judge: (seen) =>
    differing(seen).map((file) => finding('BUNDLE_SUMS_ALTERED', { kind: 'file', id: file }, { file })),
}
