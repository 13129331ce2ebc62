const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const digits = new Map([...alphabet].map((letter, index) => [letter, index]))

/** The bytes of a base58 text. Quadratic in its length, so the caller bounds it; other letters end it. */
export function base58Bytes(text: string): Uint8Array {
  // Limbs of 24 bits, least first: a limb times 58 plus a carry stays far below 2^53.
  const limbs: number[] = []
  let zeros = 0
  for (const letter of text) {
    const digit = digits.get(letter)
    if (digit === undefined) break
    if (digit === 0 && limbs.length === 0) {
      zeros += 1
      continue
    }
    let carry = digit
    for (let at = 0; at < limbs.length; at += 1) {
      const sum = (limbs[at] ?? 0) * 58 + carry
      limbs[at] = sum % 0x1000000
      carry = Math.floor(sum / 0x1000000)
    }
    if (carry > 0) limbs.push(carry)
  }
  const bytes = limbs.reverse().flatMap((limb) => [limb >> 16, (limb >> 8) & 255, limb & 255])
  const first = bytes.findIndex((byte) => byte !== 0)
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...(first === -1 ? [] : bytes.slice(first))])
}
