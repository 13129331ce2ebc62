import { finding } from '../catalog.ts'
import type { BundleCheck } from '../verify.ts'
import { files } from './files.ts'
import { manifest } from './manifest.ts'
import { order } from './order.ts'
import { packing } from './packing.ts'
import { sums } from './sums.ts'

/** Said once when nothing was altered; no finding here says nothing. */
export const whole: BundleCheck = {
  id: 'whole',
  question: 'Is the bundle whole?',
  judge: (seen) => {
    const faults = [manifest, files, sums, order, packing].flatMap((check) => check.judge(seen, null))
    const { state } = seen.signature
    if (faults.length > 0 || state === 'bad' || state === 'missing') return []
    return [finding('BUNDLE_WHOLE', { kind: 'window', id: 'bundle' }, { files: seen.files.length })]
  },
}
