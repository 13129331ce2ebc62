import type { Profile } from '../../core/profile.ts'

/** What keeps reconcile from comparing anything with this profile; null when nothing does. Pure. */
export function booksMissing({ records, pays, rpc }: Profile): string | null {
  if (records.length === 0) return 'no payment records configured'
  if (pays.every(({ payTo }) => payTo.length === 0)) return 'no payTo configured'
  if (pays.every(({ network }) => (rpc[network] ?? []).length === 0)) return 'no chain endpoint configured'
  return null
}
