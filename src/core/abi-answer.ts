// 32 bytes of hex, as every answer of one value is. Fixed length, linear.
const oneWord = /^0x[0-9a-f]{64}$/
const longestText = 256

/** A number that a contract returned; undefined when the answer is not one word. */
export function readNumber(returned: string): bigint | undefined {
  return oneWord.test(returned) ? BigInt(returned) : undefined
}

/** 32 bytes that a contract returned. */
export function readWord(returned: string): string | undefined {
  return oneWord.test(returned) ? returned : undefined
}

/** A text that a contract returned, of at most 256 bytes; undefined when the answer is none. */
export function readText(returned: string): string | undefined {
  if (!returned.startsWith(`0x${'0'.repeat(62)}20`)) return undefined
  const length = Number.parseInt(returned.slice(66, 130), 16)
  if (!(length >= 0 && length <= longestText) || returned.length < 130 + length * 2) return undefined
  const bytes = Buffer.from(returned.slice(130, 130 + length * 2), 'hex')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
