/** What a peer is asked, as JSON in its first argument. `span` = blocks of a page that holds fewer than 10,000 logs. */
export type PeerAsked = {
  readonly url: string
  readonly records: string
  readonly from: number
  readonly to: number
  readonly span: number
}

/** What a peer prints: what it read, and how many records have a used authorization with a transfer. */
export type Counted = { readonly records: number; readonly logs: number; readonly paired: number }

/** The block ranges of the pages, newest first. */
export function pagesOf({ from, to, span }: PeerAsked): { readonly from: number; readonly to: number }[] {
  const pages: { readonly from: number; readonly to: number }[] = []
  for (let at = from; at <= to; at += span) pages.push({ from: at, to: Math.min(at + span - 1, to) })
  return pages.reverse()
}

/** Four at a time, as our own reader does. */
export const lanes = 4
