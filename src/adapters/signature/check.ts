import { encodeAbiParameters, recoverAddress } from 'viem/utils'
import { couldNotSee } from '../../core/observation.ts'
import type { Clock } from '../../core/ports.ts'
import type { Secret } from '../../core/secret.ts'
import type { SignatureCheck, SignedTransfer, SignerFound } from '../../core/signature-check.ts'
import { separatorOf, transferHash } from './typed-data.ts'

const isValidSignatureSelector = '0x1626ba7e'
// ERC-6492: a signature that ends in these 32 bytes carries the making of its wallet.
const deployMark = '6492'.repeat(16)
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const longestHex = 131_072

// Looks for one wrong character instead of matching all right ones: one pass.
const notHex = /[^0-9a-f]/i

/** The hex of a signature without 0x, or what is wrong with it. */
function signatureHex(signature: Secret): { readonly hex: string } | { readonly why: string } {
  const text = signature.reveal()
  if (text === '' || text === '0x') return { why: 'it is empty' }
  if (!text.startsWith('0x')) return { why: 'it does not begin with 0x' }
  const hex = text.slice(2)
  if (hex.length > longestHex) return { why: `it is longer than ${longestHex / 2} bytes` }
  if (notHex.test(hex)) return { why: 'it is not hex' }
  return hex.length % 2 === 0 ? { hex: hex.toLowerCase() } : { why: 'it ends in half a byte' }
}

async function recoverFrom(transfer: SignedTransfer, hex: string): Promise<SignerFound> {
  const v = Number.parseInt(hex.slice(128), 16)
  if (![0, 1, 27, 28].includes(v)) return { kind: 'unreadable', why: `its last byte is ${v}` }
  const highS = BigInt(`0x${hex.slice(64, 128)}`) > halfOrder
  try {
    const address = await recoverAddress({ hash: transferHash(transfer), signature: `0x${hex}` })
    return { kind: 'signer', address: address.toLowerCase(), v, highS }
  } catch {
    // The words of the library quote what it was given.
    return { kind: 'unreadable', why: 'no key can have made it' }
  }
}

async function recover(transfer: SignedTransfer, signature: Secret): Promise<SignerFound> {
  const read = signatureHex(signature)
  if ('why' in read) return { kind: 'unreadable', why: read.why }
  const { hex } = read
  if (hex.length === 130) return recoverFrom(transfer, hex)
  return { kind: 'contract', bytes: hex.length / 2, deploys: hex.endsWith(deployMark) }
}

/** The call data of `isValidSignature`; null when the transfer or the signature is not readable. */
function contractCall(transfer: SignedTransfer, signature: Secret): string | null {
  const read = signatureHex(signature)
  if ('why' in read) return null
  try {
    const types = [{ type: 'bytes32' }, { type: 'bytes' }] as const
    const args = encodeAbiParameters(types, [transferHash(transfer), `0x${read.hex}`])
    return `${isValidSignatureSelector}${args.slice(2)}`
  } catch {
    return null
  }
}

const askContract =
  (clock: Clock): SignatureCheck['askContract'] =>
  async (node, about, signal) => {
    const { transfer, signature, block } = about
    const data = contractCall(transfer, signature)
    const payer = transfer.from
    if (data !== null) return node.call(payer, data, block, signal)
    const at = clock.now().toISOString()
    return couldNotSee({ at, source: node.label, ref: 'isValidSignature' }, 'refused', 'not a signature')
  }

/** The SignatureCheck port with viem. Nothing of a signature comes back but who made it. */
export function createSignatureCheck(clock: Clock): SignatureCheck {
  return {
    recover,
    askContract: askContract(clock),
    separator: (domain) => {
      try {
        return separatorOf(domain)
      } catch {
        return null
      }
    },
  }
}
