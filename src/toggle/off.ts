import type { FlagOffMeans } from '../core/profile.ts'

/** What "off" does to a buyer, in one clause. */
export const offWords: Readonly<Record<FlagOffMeans, string>> = {
  'closed-503': 'paid routes answer 503 and serve nobody',
  'closed-404': 'paid routes are gone (404) and serve nobody',
  open: 'paid routes serve everybody for nothing',
  crash: 'the service does not start at all',
  unknown: 'nobody has said what it does',
}
