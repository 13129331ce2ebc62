// `transfer(address,uint256)`; a test compares it with viem.
const selector = 'a9059cbb'

/** The call of an ERC-20 token that moves `atomic` to `payee`. It is data: whoever holds the money signs it elsewhere. */
export function transferCall(payee: string, atomic: bigint): string {
  const to = payee.slice(2).toLowerCase().padStart(64, '0')
  return `0x${selector}${to}${atomic.toString(16).padStart(64, '0')}`
}
