import { createHash } from 'node:crypto'

const begin = '-----BEGIN SSH SIGNATURE-----'
const end = '-----END SSH SIGNATURE-----'

/**
 * The fingerprint (`SHA256:..`) of the key that an SSH signature names; null when the text is no such signature.
 * It says who claims to have signed, not that the signature is good. Format: PROTOCOL.sshsig of OpenSSH.
 */
export function signatureKey(signature: Uint8Array): string | null {
  const text = Buffer.from(signature).toString('latin1').trim()
  if (!text.startsWith(begin) || !text.endsWith(end)) return null
  const body = Buffer.from(text.slice(begin.length, -end.length), 'base64')
  if (body.subarray(0, 6).toString('latin1') !== 'SSHSIG' || body.length < 14) return null
  const length = body.readUInt32BE(10)
  const key = body.subarray(14, 14 + length)
  if (key.length !== length || length === 0) return null
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=$/, '')}`
}
