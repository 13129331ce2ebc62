import type { Finding } from '../../core/finding.ts'
import { finding } from '../catalog.ts'
import { ownFiles } from '../manifest.ts'
import type { BundleCheck, BundleSeen } from '../verify.ts'

const about = (file: string) => ({ kind: 'file', id: file }) as const
const alwaysThere: readonly string[] = [ownFiles.manifest, ownFiles.sums]
const unlisted: readonly string[] = [...alwaysThere, ownFiles.signature]

function judgeFiles({ manifest, files }: BundleSeen): readonly Finding[] {
  const there = new Map(files.map((file) => [file.path, file]))
  const missing = (file: string) => finding('BUNDLE_FILE_MISSING', about(file), { file })
  const own = alwaysThere.filter((path) => !there.has(path)).map(missing)
  if (!manifest.read) return own
  const listed = manifest.value.files.flatMap(({ path, bytes: listedBytes, sha256 }): Finding[] => {
    const found = there.get(path)
    if (found === undefined) return [missing(path)]
    if (found.sha256 === sha256 && found.bytes === listedBytes) return []
    const args = { file: path, bytes: found.bytes, listedBytes }
    return [finding('BUNDLE_FILE_ALTERED', about(path), args)]
  })
  const known = new Set([...unlisted, ...manifest.value.files.map(({ path }) => path)])
  const extra = files
    .filter(({ path }) => !known.has(path))
    .map(({ path: file }) => finding('BUNDLE_FILE_EXTRA', about(file), { file }))
  return [...own, ...listed, ...extra]
}

/** Every file against the manifest: altered, missing, added. */
export const files: BundleCheck = {
  id: 'files',
  question: 'Are all files there, with the bytes that the manifest lists?',
  judge: judgeFiles,
}
