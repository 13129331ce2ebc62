const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const longest = 90

/** The bytes of base58 text of at most 90 signs; undefined when it is something else. */
export function base58Bytes(text: string): Uint8Array | undefined {
  if (text.length === 0 || text.length > longest) return undefined
  let value = 0n
  for (const sign of text) {
    const digit = alphabet.indexOf(sign)
    if (digit < 0) return undefined
    value = value * 58n + BigInt(digit)
  }
  const zeros = text.length - text.replace(/^1+/, '').length
  const hex = value === 0n ? '' : value.toString(16)
  const body = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.alloc(zeros), body])
}

/** Bytes as base58 text. */
export function base58Text(bytes: Uint8Array): string {
  let value = bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = (alphabet[Number(value % 58n)] ?? '') + text
  const firstOther = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(firstOther < 0 ? bytes.length : firstOther) + text
}
