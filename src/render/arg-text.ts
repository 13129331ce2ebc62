import type { Arg } from '../core/finding.ts'
import { formatAmountBoth } from '../core/money.ts'

/** One argument of a finding as text: amounts in both units, lists joined by commas, null as `unknown`. */
export function argText(arg: Arg): string {
  if (arg === null) return 'unknown'
  if (typeof arg !== 'object') return String(arg)
  return 'atomic' in arg ? formatAmountBoth(arg) : arg.join(', ')
}
