// Made once, because making one costs more than decoding a header. They keep nothing between two calls.
const utf8 = new TextDecoder('utf-8')
const utf16 = new TextDecoder('utf-16le')

/**
 * The text of an input: UTF-8, or UTF-16 by its byte order mark (what PowerShell writes). Bytes that are no text
 * become replacement characters. Never throws.
 */
export function inputText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16.decode(bytes)
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return utf8.decode(bytes)
  const swapped = Uint8Array.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  for (let i = 0; i + 1 < swapped.length; i += 2)
    [swapped[i], swapped[i + 1]] = [swapped[i + 1] as number, swapped[i] as number]
  return utf16.decode(swapped)
}
