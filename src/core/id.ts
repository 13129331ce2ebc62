import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'

const sha256Hex = (text: string) => bytesToHex(sha256(utf8ToBytes(text)))

/** First 16 hex characters of the SHA-256 over the parts, joined by line feeds. Parts hold no line feed. */
export function shortHash(...parts: readonly string[]): string {
  return sha256Hex(parts.join('\n')).slice(0, 16)
}

/**
 * `20261121T074002Z-reconcile-k3f9`: sorts by time, names the command, and the suffix (four characters
 * from `entropy`) keeps two runs of one second apart.
 */
export function makeRunId(startedAt: Date, command: string, entropy: string): string {
  const stamp = startedAt
    .toISOString()
    .replace(/\.\d{3}Z$/, 'Z')
    .replace(/[-:]/g, '')
  const number = Number.parseInt(sha256Hex(entropy).slice(0, 8), 16)
  const suffix = number.toString(36).padStart(4, '0').slice(-4)
  return `${stamp}-${command}-${suffix}`
}
