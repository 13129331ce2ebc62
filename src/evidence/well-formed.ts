/** The text in a form that UTF-8 has: half of a surrogate pair becomes U+FFFD. */
function textOf(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text))
}

/** Plain data whose texts all have a UTF-8 form, so that a manifest can be written whatever a file was called. */
export function wellFormed<T>(value: T): T {
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return textOf(item)
    if (Array.isArray(item)) return item.map(walk)
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(Object.entries(item).map(([name, part]) => [textOf(name), walk(part)]))
  }
  return walk(value) as T
}
