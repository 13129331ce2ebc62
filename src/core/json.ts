/** JSON for readers: bigints become decimal strings. Two-space indentation when `pretty`. */
export function toJson(value: unknown, layout: 'compact' | 'pretty' = 'compact'): string {
  const replace = (_key: string, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)
  return JSON.stringify(value, replace, layout === 'pretty' ? 2 : undefined)
}

/** JSON for us: bigints keep their type as `{"$bigint":"123"}`, so `unfreeze` gives back the same data. */
export function freeze(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? { $bigint: item.toString() } : item,
  )
}

/** The data that `freeze` wrote. Throws `SyntaxError` on anything that is not JSON. */
export function unfreeze(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Object.keys(item).length !== 1) return item
    const { $bigint } = item as { $bigint?: unknown }
    return typeof $bigint === 'string' && /^-?\d{1,100}$/.test($bigint) ? BigInt($bigint) : item
  })
}
