import { OpsError } from '../core/errors.ts'
import type { Pays } from '../core/profile.ts'
import { caip2 } from '../networks/lookup.ts'
import { defaultBilling, type RefundExpected } from './shapes.ts'

// Three digits, or one and `xx`: anchored, of fixed length.
const statusWord = /^(?:[1-5]xx|[1-5]\d\d)$/

/**
 * What a plan is made by. `billable` lists with commas which answers are worth their money; undefined = `2xx`.
 * Throws `OpsError` USAGE for a word that is no status.
 */
export function expectRefund(
  pays: readonly Pays[],
  { billable, network }: { readonly billable: string | undefined; readonly network: string | undefined },
): RefundExpected {
  const words = billable?.split(',').map((word) => word.trim().toLowerCase()) ?? defaultBilling.billable
  const wrong = words.find((word) => !statusWord.test(word))
  if (wrong !== undefined) {
    throw new OpsError('USAGE', {
      message: `--billable knows no status "${wrong.slice(0, 20)}"`,
      suggestion: 'A status is 2xx, 4xx, or one such as 206; more of them with commas.',
      command: 'refund plan ',
    })
  }
  return { pays, billing: { billable: words }, network: network === undefined ? null : caip2(network) }
}
