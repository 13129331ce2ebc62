import { coinbase } from './coinbase.ts'
import { evmKeys } from './evm-keys.ts'
import type { Kind } from './kind.ts'
import { mnemonics } from './mnemonics.ts'
import { payments, signatures } from './payments.ts'
import { solanaKeys } from './solana-keys.ts'
import { others, tokens } from './tokens.ts'
import { rpcUrls, storeUrls, webhooks } from './urls.ts'

/** Every kind of secret of the corpus. */
export const kinds: readonly Kind[] = [
  ...evmKeys,
  ...mnemonics,
  ...coinbase,
  ...payments,
  ...signatures,
  ...solanaKeys,
  ...rpcUrls,
  ...storeUrls,
  ...webhooks,
  ...tokens,
  ...others,
]
