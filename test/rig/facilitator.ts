import { x402Facilitator } from '@x402/core/facilitator'
import type { PaymentPayload, PaymentRequirements } from '@x402/core/types'
import { toFacilitatorEvmSigner } from '@x402/evm'
import { ExactEvmScheme } from '@x402/evm/exact/facilitator'
import { ExactEvmSchemeV1 } from '@x402/evm/exact/v1/facilitator'
import express from 'express'
import { accountAt, roles } from './accounts.ts'
import { type Fate, startWallet, type Wallet } from './facilitator-wallet.ts'
import { listen, type Served } from './listen.ts'
import { network, readerOf, type Token } from './token.ts'

type SettleRequest = {
  readonly paymentPayload: PaymentPayload
  readonly paymentRequirements: PaymentRequirements
}

/** A running facilitator: `/supported`, `/verify` and `/settle` for x402 version 2 and 1. */
export type Facilitator = Served & { readonly wallet: Wallet }

/**
 * Starts a real facilitator on the packages operators use. It waits `confirmTimeoutMs` for a receipt before
 * it answers `settlement_pending`; `fateOf` says what becomes of the transaction of a payment's nonce.
 */
export async function startFacilitator(options: {
  rpcUrl: string
  token: Token
  confirmTimeoutMs: number
  fateOf: (nonce: string) => Fate
}): Promise<Facilitator> {
  const { rpcUrl, token, confirmTimeoutMs, fateOf } = options
  const account = accountAt(roles.facilitator)
  const reader = readerOf(rpcUrl)
  const wallet = startWallet({ rpcUrl, token, account, fateOf })
  const signer = toFacilitatorEvmSigner(
    {
      address: account.address,
      readContract: (args) => reader.readContract({ ...args, args: args.args ?? [] }),
      verifyTypedData: (args) => reader.verifyTypedData(args as Parameters<typeof reader.verifyTypedData>[0]),
      writeContract: wallet.writeContract,
      sendTransaction: () => Promise.reject(new Error('this facilitator deploys no wallets')),
      waitForTransactionReceipt: (args) => reader.waitForTransactionReceipt(args),
      getCode: (args) => reader.getCode(args),
    },
    { confirmationTimeoutMs: confirmTimeoutMs },
  )
  const facilitator = new x402Facilitator()
    .register(network, new ExactEvmScheme(signer))
    .registerV1('base' as typeof network, new ExactEvmSchemeV1(signer))

  const app = express()
  app.use(express.json({ limit: '256kb' }))
  app.get('/supported', (_req, res) => {
    res.json(facilitator.getSupported())
  })
  app.post('/verify', async (req, res) => {
    const { paymentPayload, paymentRequirements } = req.body as SettleRequest
    try {
      res.json(await facilitator.verify(paymentPayload, paymentRequirements))
    } catch (error) {
      res.status(500).json({ error: messageOf(error) })
    }
  })
  app.post('/settle', async (req, res) => {
    const { paymentPayload, paymentRequirements } = req.body as SettleRequest
    try {
      res.json(await facilitator.settle(paymentPayload, paymentRequirements))
    } catch (error) {
      res.status(500).json({ error: messageOf(error) })
    }
  })
  return { ...(await listen(app)), wallet }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
