import { toJson } from '../core/json.ts'

// What core/safe.ts calls hostile and JSON leaves as it is: DEL, C1, zero-width, bidirectional, separators,
// tags. Only inside JSON strings can they occur. Character classes without repetition: linear.
const invisible =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g

function escapeUnits(characters: string): string {
  return Array.from(
    { length: characters.length },
    (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}

/**
 * JSON that is safe to print: the same data for every parser, but no control, zero-width or bidirectional
 * character stands in the text itself. Bigints become decimal strings.
 */
export function jsonText(value: unknown, layout: 'compact' | 'pretty'): string {
  return toJson(value, layout).replace(invisible, escapeUnits)
}
