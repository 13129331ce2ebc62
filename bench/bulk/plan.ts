import { isRefund, matched, odd, paidBack, type Story } from './stories.ts'
import { mix, type Words, wordsOf } from './words.ts'

/** What a history is made from; equal options make equal histories, byte by byte. */
export type HistoryOptions = {
  readonly payments: number
  readonly seed: number
  /** Over how many hours of blocks they are spread. */
  readonly hours: number
  /** How many payers there are. */
  readonly payers: number
  /** Every story that goes wrong happens once in so many payments; at least 40. */
  readonly oddEvery: number
}

/** A history as arithmetic: every fact of a payment follows from its number, nothing is held in memory. */
export type Plan = HistoryOptions & {
  /** Unix seconds that enclose all payments and their records. */
  readonly since: number
  readonly until: number
  readonly firstBlock: number
  readonly lastBlock: number
  readonly head: { readonly latest: number; readonly safe: number; readonly finalized: number }
  readonly timeOf: (block: number) => number
  readonly storyOf: (payment: number) => Story
  readonly payerOf: (payment: number) => number
  /** In atomic units; far below 2^53. */
  readonly priceOf: (payment: number) => number
  readonly movedOf: (payment: number) => number
  readonly blockOf: (payment: number) => number
  /** The first payment at or after a block. */
  readonly firstIn: (block: number) => number
  readonly nonces: Words
  readonly txs: Words
  readonly blocks: Words
  /** Transactions that records name and that never were. */
  readonly lost: Words
  readonly payerAddress: (payer: number) => string
}

/** Base, its USDC, and who is paid. */
export const place = {
  chainId: 8453,
  network: 'eip155:8453',
  usdc: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  payTo: '0x90f79bf6eb2c4f870365e785982e1f101e93b906',
  stranger: '0x5c0a9be8c0a4e1c7f6b1d2a39e8f70615243a5b6',
  merchant: '0x6d1bacf9d1b5f2d807c2e3b4af9081726354b6c7',
} as const

const blockSeconds = 2
// The first block of Base; 2026-01-05T00:00:00Z is where every history begins.
const genesis = 1_686_789_347
const begin = 1_767_571_200
const prices = [1_000, 2_500, 10_000, 10_000, 10_000, 50_000, 250_000] as const
// A receipt is read for each, and the reconciler reads a thousand at most.
const mostPlain = 500

/** A day for a million payments, an hour at least. */
export function usualHours(payments: number): number {
  return Math.max(1, Math.ceil((payments * 24) / 1_000_000))
}

/** The history of these options. Throws when the stories do not fit between each other. */
export function planHistory(options: HistoryOptions): Plan {
  const { payments, seed, hours, payers, oddEvery } = options
  const cell = Math.floor(oddEvery / odd.length)
  if (cell < 2) throw new Error(`oddEvery must be at least ${odd.length * 2}`)
  const wholeGroups = Math.floor(payments / oddEvery)
  const salt = mix(seed + 77)
  const firstBlock = Math.ceil((begin - genesis) / blockSeconds)
  const span = Math.max(1, Math.round(hours * 1800))
  const lastBlock = firstBlock + span - 1
  const timeOf = (block: number) => genesis + blockSeconds * block
  const latest = lastBlock + 1800

  const storyOf = (payment: number): Story => {
    const group = Math.floor(payment / oddEvery)
    const slot = payment - group * oddEvery
    const kind = Math.floor(slot / cell)
    const story = odd[kind]
    if (group >= wholeGroups || story === undefined) return matched
    if (story.chain === 'plain' && group >= mostPlain) return matched
    const at = 1 + (mix((group * 31 + kind) ^ salt) % (cell - 1))
    const offset = slot - kind * cell
    if (offset === at) return story
    return offset === at - 1 && isRefund(story) ? paidBack : matched
  }
  const ownPayer = (payment: number) => mix(payment ^ mix(salt)) % payers
  const priceOf = (payment: number) => prices[mix(payment + salt) % prices.length] ?? 1000
  return {
    ...options,
    since: timeOf(firstBlock) - 60,
    until: timeOf(lastBlock) + 60,
    firstBlock,
    lastBlock,
    head: { latest, safe: latest - 60, finalized: latest - 600 },
    timeOf,
    storyOf,
    payerOf: (payment) => ownPayer(storyOf(payment).before === undefined ? payment : payment - 1),
    priceOf,
    movedOf: (payment) => {
      const { moved, chain } = storyOf(payment)
      const price = priceOf(chain === 'refund' ? payment - 1 : payment)
      return moved === undefined ? price : moved(price)
    },
    blockOf: (payment) => firstBlock + Math.floor((payment * span) / payments),
    firstIn: (block) => Math.min(payments, Math.max(0, Math.ceil(((block - firstBlock) * payments) / span))),
    nonces: wordsOf(seed, 'nonce'),
    txs: wordsOf(seed, 'tx'),
    blocks: wordsOf(seed, 'block'),
    lost: wordsOf(seed, 'lost'),
    payerAddress: addresses(seed),
  }
}

function addresses(seed: number) {
  const words = wordsOf(seed, 'address')
  return (payer: number) => `0x${words.text(payer).slice(26)}`
}
