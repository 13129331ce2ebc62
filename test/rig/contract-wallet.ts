import type { Hex } from 'viem'
import type { RigAccount } from './accounts.ts'
import type { Chain } from './anvil.ts'
import type { Buyer } from './payer.ts'
import { contracts } from './token.ts'

const address = '0x1271000000000000000000000000000000001271'

/**
 * Places a contract wallet with one owner on the chain and returns it as a buyer. Its signatures have 66
 * bytes (the owner's, behind a mark), so that they must take the `bytes` form of EIP-3009 and ERC-1271.
 */
export async function placeContractWallet(chain: Chain, owner: RigAccount): Promise<Buyer> {
  await chain.setCode(address, contracts.wallet.runtime)
  const slot = `0x${'0'.repeat(64)}`
  await chain.setStorage(address, slot, `0x${owner.address.slice(2).toLowerCase().padStart(64, '0')}`)
  const signTypedData = async (typed: Parameters<RigAccount['signTypedData']>[0]): Promise<Hex> =>
    `0x01${(await owner.signTypedData(typed)).slice(2)}`
  return { address, signTypedData: signTypedData as Buyer['signTypedData'] }
}
