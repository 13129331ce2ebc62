import { checksummed } from '../core/checksum.ts'
import { field } from '../x402/fields.ts'

// 20 bytes of hex, fixed length: linear.
const anyAddress = /^0[xX][0-9a-fA-F]{40}$/

/** The fields of a payload that hold addresses, as they are called in messages. */
function addressesOf(payload: unknown): readonly (readonly [name: string, value: unknown])[] {
  const signed = field(payload, 'authorization')
  const permit = field(payload, 'permit2Authorization')
  const permitted = field(permit, 'permitted')
  const witness = field(permit, 'witness')
  return [
    ['authorization.from', field(signed, 'from')],
    ['authorization.to', field(signed, 'to')],
    ['permit2Authorization.from', field(permit, 'from')],
    ['permit2Authorization.spender', field(permit, 'spender')],
    ['permitted.token', field(permitted, 'token')],
    ['witness.to', field(witness, 'to')],
    ['witness.facilitator', field(witness, 'facilitator')],
  ]
}

/**
 * Addresses that the libraries of facilitators refuse: with 0X, or in capitals that are not those of EIP-55. All
 * lower case is taken everywhere.
 */
export function lintAddresses(payload: unknown): readonly string[] {
  return addressesOf(payload).flatMap(([name, value]) => {
    if (typeof value !== 'string' || !anyAddress.test(value)) return []
    if (value.startsWith('0X')) return [`${name} begins with 0X instead of 0x`]
    const lower = value.toLowerCase()
    return value === lower || value === checksummed(lower)
      ? []
      : [`the checksum of ${name} does not fit: its capitals are not those of EIP-55`]
  })
}
