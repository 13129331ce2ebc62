import { finding } from '../catalog.ts'
import type { BundleCheck, BundleSeen } from '../verify.ts'

const wholeSeconds = (time: string) => Math.floor(Date.parse(time) / 1000)

function packingFault({ packedAt, manifest }: BundleSeen): string | null {
  if (packedAt === null) return 'something beside the files is not as an export writes it'
  if (!manifest.read || wholeSeconds(packedAt) === wholeSeconds(manifest.value.madeFrom)) return null
  return 'its files bear another time than the manifest names'
}

/** What surrounds the files in the archive: nobody can put a name, a time or a byte there that no digest covers. */
export const packing: BundleCheck = {
  id: 'packing',
  question: 'Is the archive packed as an export packs it?',
  judge: (seen) => {
    const why = packingFault(seen)
    if (why === null) return []
    return [finding('BUNDLE_REPACKED', { kind: 'window', id: 'archive' }, { why })]
  },
}
