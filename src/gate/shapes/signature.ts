import type { Shape } from './shape.ts'

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const field = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn

/** Signatures over payments: whoever holds one can replay it until it expires. */
export const signatureShapes: readonly Shape[] = [
  {
    rule: 'signature-65',
    // Fixed counts between boundaries: linear.
    pattern: /(?<![0-9a-fA-F])(?:0x)?([0-9a-fA-F]{130})(?![0-9a-fA-F])/g,
    accept: ([, hex = '']) => isSignature(hex.toLowerCase()),
  },
  {
    rule: 'signature-field',
    needs: ['sig'],
    // Bounded white space, one class: linear. 32 bytes behind this name are the topic of an event.
    pattern: /(?:signature|(?<![a-z])sig)["']?\s{0,8}[:=]\s{0,8}["']?0x[0-9a-fA-F]{100,}/gi,
  },
  {
    rule: 'signature-6492',
    needs: ['64926492649264926492'],
    // The fixed last word of ERC-6492 behind hex: a literal.
    pattern: /[0-9a-fA-F]{64}(?:6492){16}/g,
  },
  {
    rule: 'signature-parts',
    needs: ['"r"', "'r'"],
    // Two named words of 64 hex with at most 160 characters between: bounded.
    pattern:
      /["']r["']\s{0,8}:\s{0,8}["']0x[0-9a-fA-F]{62,64}["'][^{}\uf8ff]{0,160}["']s["']\s{0,8}:\s{0,8}["']0x[0-9a-fA-F]{62,64}/g,
  },
  {
    rule: 'payment-payload',
    needs: ['"payload"'],
    // At most 4000 characters without a brace behind a literal; a start needs the literal.
    pattern:
      /"payload"\s{0,8}:\s{0,8}\{[^{}\uf8ff]{0,4000}?"(?:signature|transaction)"\s{0,8}:\s{0,8}"[A-Za-z0-9+/=]{64,}/g,
  },
]

/** Whether 65 bytes can be r, s and v, and are neither a point of the curve nor a node of a trie. */
function isSignature(hex: string): boolean {
  const [r, s, v] = [BigInt(`0x${hex.slice(0, 64)}`), BigInt(`0x${hex.slice(64, 128)}`), hex.slice(128)]
  if (!['00', '01', '1b', '1c'].includes(v)) return false
  if (r === 0n || s === 0n || r >= order || s >= order) return false
  // A list of 63 bytes in RLP.
  if (hex.startsWith('f83f')) return false
  return !isPoint(hex)
}

function isPoint(hex: string): boolean {
  if (!hex.startsWith('04')) return false
  const [x, y] = [BigInt(`0x${hex.slice(2, 66)}`), BigInt(`0x${hex.slice(66)}`)]
  return (y * y - x * x * x - 7n) % field === 0n
}
