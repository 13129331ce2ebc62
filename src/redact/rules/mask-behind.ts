// The quote (perhaps escaped) that closes a field name, then the separator. Bounded, at the end of a short text.
const unquotedField = /(\\{0,8}["'])\s{0,4}[:=]\s{0,4}$/

/**
 * A mask behind the field it belongs to. Where the name is quoted and the value is not (a number in JSON),
 * the mask gets the same quotes, so that the text around it still parses.
 */
export function maskBehind(name: string, mask: string): string {
  const quote = unquotedField.exec(name)?.[1] ?? ''
  return `${name}${quote}${mask}${quote}`
}
