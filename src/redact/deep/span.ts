/**
 * A stretch of a text that must not be shown; `end` is exclusive. `value` is what its tag is made of (equal
 * secrets get equal tags), or null for what is too easy to guess to have one. `instead` stands in its place
 * where something can be said without the secret.
 */
export type Span = {
  readonly start: number
  readonly end: number
  readonly rule: string
  readonly kind: string
  readonly value: string | null
  readonly instead?: string
}

/** Spans in order without overlap: of spans that touch the same place one is left, named after the first. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans
  // Where two begin together the earlier rule names the place: the certain ones come first.
  const sorted = spans.map((span, order) => ({ span, order }))
  sorted.sort((a, b) => a.span.start - b.span.start || a.order - b.order)
  const merged: Span[] = []
  for (const { span } of sorted) {
    const last = merged.at(-1)
    if (last === undefined || span.start >= last.end) {
      merged.push(span)
      continue
    }
    const inside = span.end <= last.end
    // What would stand in place of a part says nothing about the whole.
    if (inside && last.instead === undefined) continue
    const { instead: _, ...whole } = last
    merged[merged.length - 1] = { ...whole, end: Math.max(last.end, span.end) }
  }
  return merged
}

/**
 * What a finder may ask. `seen` says whether a value is a public id of the evidence, `isKey` whether it is the
 * private key of an address that was seen. `label` is the name of the field that holds the text, null where
 * there is none.
 */
export type Facts = {
  readonly seen: (value: string) => boolean
  readonly keyKind: (value: string) => 'key' | 'untested' | 'other'
  /** The same of a value behind the name of something that a chain made. */
  readonly chainMadeKind: (value: string) => 'key' | 'untested' | 'other'
  readonly label: string | null
}

/**
 * A rule of the evidence redactor: where in a text something must be hidden. Linear in the text. The examples
 * are its contract: of `mustHide` nothing that says CANARY is left, `mustKeep` comes back as it is.
 */
export type DeepRule = {
  readonly name: string
  readonly mustHide: readonly string[]
  readonly mustKeep: readonly string[]
  readonly find: (text: string, facts: Facts) => readonly Span[]
}

/** Spans without the parts that lie in `places` (in order, apart from each other). */
export function outside(
  spans: readonly Span[],
  places: readonly { readonly start: number; readonly end: number }[],
): readonly Span[] {
  if (places.length === 0) return spans
  return spans.flatMap((span) => {
    const parts: Span[] = []
    let from = span.start
    for (const place of places) {
      if (place.end <= from || place.start >= span.end) continue
      if (place.start > from) parts.push({ ...span, start: from, end: place.start })
      from = Math.max(from, place.end)
    }
    if (from < span.end) parts.push(from === span.start ? span : { ...span, start: from })
    return parts
  })
}

/** A text with something else in every span; spans in order and apart from each other. */
export function replaceSpans(text: string, spans: readonly Span[], put: (span: Span) => string): string {
  let shown = ''
  let from = 0
  for (const span of spans) {
    shown += text.slice(from, span.start) + put(span)
    from = span.end
  }
  return from === 0 ? text : shown + text.slice(from)
}
