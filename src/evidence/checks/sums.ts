import { finding } from '../catalog.ts'
import { ownFiles, sumLine } from '../manifest.ts'
import type { BundleCheck, BundleSeen } from '../verify.ts'

/** The text that the manifest and its own digest make; null when the manifest is not there. */
function dueText({ manifest, files }: BundleSeen): string | null {
  const own = files.find(({ path }) => path === ownFiles.manifest)
  if (!manifest.read || own === undefined) return null
  const [readme, ...rest] = manifest.value.files
  return [...(readme === undefined ? [] : [readme]), own, ...rest].map(sumLine).join('')
}

/** The files of which the sums do not say what the manifest says, each once; the manifest's own line aside. */
function differing(seen: BundleSeen): readonly string[] {
  const { manifest, sums, files } = seen
  // What is no text is not what was written, and what is not there the check of the files tells.
  if (sums === null) return files.some(({ path }) => path === ownFiles.sums) ? [ownFiles.sums] : []
  if (!manifest.read) return []
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
  // Lines that a reader skips: blank ones, another order, another end of line.
  const own = files.find(({ path }) => path === ownFiles.manifest)
  const isOwnRight = own !== undefined && said.get(ownFiles.manifest) === sumLine(own).trimEnd()
  if (faults.length === 0 && isOwnRight && sums !== dueText(seen)) return [ownFiles.sums]
  return [...new Set(faults)]
}

/** What `sha256sum -c` reads says the same as the manifest. */
export const sums: BundleCheck = {
  id: 'sums',
  question: 'Does SHA256SUMS say what the manifest says?',
  judge: (seen) =>
    differing(seen).map((file) => finding('BUNDLE_SUMS_ALTERED', { kind: 'file', id: file }, { file })),
}
