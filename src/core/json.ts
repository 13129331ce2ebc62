// What `safe()` calls hostile and JSON leaves as it is: DEL, C1, zero-width, bidirectional, separators, tags.
// In the JSON that is written here they can only stand inside texts. Classes without repetition: linear.
const invisible =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g

function escapeUnits(characters: string): string {
  return Array.from(
    { length: characters.length },
    (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}

/** JSON text in which the invisible characters inside its texts are written as `\uXXXX`: the same data. */
export function escapeInvisible(json: string): string {
  return json.replace(invisible, escapeUnits)
}

/**
 * JSON for readers: bigints become decimal strings. Two-space indentation when `pretty`. The same data for
 * every parser, but no control, zero-width or bidirectional character stands in the text itself: files that
 * hold it are looked at with `cat`, too.
 */
export function toJson(value: unknown, layout: 'compact' | 'pretty' = 'compact'): string {
  const replace = (_key: string, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)
  return escapeInvisible(JSON.stringify(value, replace, layout === 'pretty' ? 2 : undefined))
}

/**
 * JSON for us: bigints keep their type as `{"$bigint":"123"}`, so `unfreeze` gives back the same data.
 * Escaped like `toJson`.
 */
export function freeze(value: unknown): string {
  return escapeInvisible(
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'bigint' ? { $bigint: item.toString() } : item,
    ),
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
