import { createHmac } from 'node:crypto'

const prefix = 'whsec_'
// Base64 with its padding: one class, anchored, bounded; linear.
const base64 = /^[A-Za-z0-9+/]{8,200}={0,2}$/
const leastBytes = 16

/** The bytes of a signing secret (`whsec_` and base64); undefined when it is none. */
export function signingKey(text: string): Buffer | undefined {
  const trimmed = text.trim()
  const encoded = trimmed.startsWith(prefix) ? trimmed.slice(prefix.length) : ''
  if (!base64.test(encoded)) return undefined
  const bytes = Buffer.from(encoded, 'base64')
  return bytes.length < leastBytes ? undefined : bytes
}

/** `v1,..`: what Standard Webhooks expects under `webhook-signature`. https://www.standardwebhooks.com */
export function webhookSignature(key: Buffer, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}
