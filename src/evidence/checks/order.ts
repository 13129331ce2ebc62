import { finding } from '../catalog.ts'
import { inArchiveOrder } from '../manifest.ts'
import type { BundleCheck } from '../verify.ts'

/** The files stand as they were written: a bundle of the same inputs has the same bytes. */
export const order: BundleCheck = {
  id: 'order',
  question: 'Do the files stand in their order?',
  judge: ({ files }) => {
    const paths = files.map(({ path }) => path)
    const due = inArchiveOrder(paths)
    const at = paths.findIndex((path, index) => path !== due[index])
    const [file, instead] = [paths[at], due[at]]
    if (file === undefined || instead === undefined) return []
    return [finding('BUNDLE_ORDER_CHANGED', { kind: 'file', id: file }, { file, instead })]
  },
}
