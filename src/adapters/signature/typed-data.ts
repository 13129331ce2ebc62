import { encodeAbiParameters, hashTypedData, keccak256, toHex } from 'viem/utils'
import type { SignedTransfer, TokenDomain } from '../../core/signature-check.ts'

type Hex = `0x${string}`

const permit2 = '0x000000000022d473030f116ddee9f6b43ac78ba3'

const transferTypes = {
  TransferWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const

const tokenPermissions = [
  { name: 'token', type: 'address' },
  { name: 'amount', type: 'uint256' },
] as const

const permit = [
  { name: 'permitted', type: 'TokenPermissions' },
  { name: 'spender', type: 'address' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
  { name: 'witness', type: 'Witness' },
] as const

const permitTypes = {
  PermitWitnessTransferFrom: permit,
  TokenPermissions: tokenPermissions,
  Witness: [
    { name: 'to', type: 'address' },
    { name: 'validAfter', type: 'uint256' },
  ],
} as const

// The order of the witness's fields is part of what is signed; tested against the published package.
const uptoTypes = {
  PermitWitnessTransferFrom: permit,
  TokenPermissions: tokenPermissions,
  Witness: [
    { name: 'to', type: 'address' },
    { name: 'facilitator', type: 'address' },
    { name: 'validAfter', type: 'uint256' },
  ],
} as const

// viem checks the checksum of mixed-case addresses; in lower case only the bytes count, as on the chain.
const hex = (text: string) => text.toLowerCase() as Hex

function domainOf({ name, version, chainId, contract }: TokenDomain) {
  return { name, version, chainId, verifyingContract: hex(contract) }
}

/** The hash that is signed for a transfer. Throws on what is no address, no 32 bytes or more than 256 bits. */
export function transferHash(transfer: SignedTransfer): Hex {
  if (transfer.kind === 'eip3009') {
    const { from, to, value, validAfter, validBefore, nonce } = transfer
    return hashTypedData({
      domain: domainOf(transfer.domain),
      types: transferTypes,
      primaryType: 'TransferWithAuthorization',
      message: { from: hex(from), to: hex(to), value, validAfter, validBefore, nonce: hex(nonce) },
    })
  }
  const { chainId, token, amount, spender, nonce, deadline, to, validAfter, facilitator } = transfer
  const domain = { name: 'Permit2', chainId, verifyingContract: hex(permit2) }
  const message = {
    permitted: { token: hex(token), amount },
    ...{ spender: hex(spender), nonce, deadline },
  }
  const primaryType = 'PermitWitnessTransferFrom'
  if (facilitator === null) {
    const witness = { to: hex(to), validAfter }
    return hashTypedData({ domain, types: permitTypes, primaryType, message: { ...message, witness } })
  }
  const witness = { to: hex(to), facilitator: hex(facilitator), validAfter }
  return hashTypedData({ domain, types: uptoTypes, primaryType, message: { ...message, witness } })
}

const domainTypeHash = keccak256(
  toHex('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
)

/** The separator of a token's domain. Throws on what is no address or no chain id. */
export function separatorOf({ name, version, chainId, contract }: TokenDomain): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'uint256' },
        { type: 'address' },
      ],
      [domainTypeHash, keccak256(toHex(name)), keccak256(toHex(version)), BigInt(chainId), hex(contract)],
    ),
  )
}
