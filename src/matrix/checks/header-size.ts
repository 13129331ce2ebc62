import type { Check } from '../../core/room.ts'
import { paymentHeaders } from '../../x402/headers.ts'
import { finding } from '../catalog.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { routeViews, subjectOf } from '../view.ts'

/** What Node's and undici's clients read of all headers together unless told otherwise. */
const clientLimitBytes = 16_384

/** Whether default clients can read the headers. */
export const headerSize: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.header-size',
  question: 'Are the headers small enough for default clients?',
  judge: (seen, expected) =>
    routeViews(seen, expected).flatMap((view) => {
      const { answer } = view.seen.unpaid
      if (!answer.seen) return []
      let bytes = 0
      for (const [name, value] of answer.value.headers) bytes += name.length + value.length + 4
      if (bytes <= clientLimitBytes) return []
      const detail = `at least ${bytes} bytes, most of it in ${paymentHeaders.required}`
      const args = { route: view.name, status: answer.value.status, detail }
      return [finding('HEADER_TOO_LARGE', subjectOf(view), args, [view.look])]
    }),
}
