import type { ChainNode } from '../../core/ports.ts'
import { addressTopic } from '../../payments/effect.ts'

const balanceOfSelector = '0x70a08231'

/** The call data of `balanceOf(address)`. */
export function balanceOfCall(address: string): string {
  return `${balanceOfSelector}${addressTopic(address).slice(2)}`
}

/** The balance in an answer; undefined when it is not one word (the contract has no such function). */
export function readBalance(returned: string): bigint | undefined {
  return /^0x[0-9a-f]{64}$/.test(returned) ? BigInt(returned) : undefined
}

/**
 * A balance before and after a range of blocks, or why it is not known. Atomic units. `noToken` = every answer
 * said that there is no such contract at either end.
 */
export type BalanceRead =
  | { readonly before: bigint; readonly after: bigint; readonly why: null; readonly noToken: false }
  | { readonly before: null; readonly after: null; readonly why: string; readonly noToken: boolean }

type Told = { readonly label: string; readonly before: bigint; readonly after: bigint }
type Blank = { readonly label: string; readonly why: string; readonly noToken: boolean }

/** What to ask: a token, an address, and two blocks. */
export type BalanceQuestion = {
  readonly asset: string
  readonly address: string
  readonly from: number
  readonly to: number
}

async function askOne(
  node: ChainNode,
  { asset, address, from, to }: BalanceQuestion,
  signal: AbortSignal,
): Promise<Told | Blank> {
  const { label } = node
  const data = balanceOfCall(address)
  const [first, last] = await Promise.all([
    node.call(asset, data, from, signal),
    node.call(asset, data, to, signal),
  ])
  if (!first.seen || !last.seen) {
    const [at, blind] = first.seen ? [to, last] : [from, first]
    const why = blind.seen ? 'no answer' : blind.why.detail
    return { label, why: `no balance at block ${at}: ${why}`, noToken: false }
  }
  const after = readBalance(last.value)
  // A token that answers now and had no code then was not there yet: nobody owned any of it.
  const before = first.value === '0x' ? 0n : readBalance(first.value)
  if (before === undefined || after === undefined) {
    const noToken = first.value === '0x' && last.value === '0x'
    return { label, why: 'the token tells no balance', noToken }
  }
  return { label, before, after }
}

const unknown = (why: string, noToken = false): BalanceRead => ({ before: null, after: null, why, noToken })

/**
 * Reads a balance at two blocks through every node given. All that answer must agree; a node that does not
 * serve the state of old blocks is left out as long as another one does. Never throws.
 */
export async function readBalanceOf(
  question: BalanceQuestion,
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<BalanceRead> {
  const answers = await Promise.all(nodes.map((node) => askOne(node, question, signal)))
  const told = answers.filter((answer) => 'before' in answer)
  const [first, ...rest] = told
  if (first === undefined) {
    const blanks = answers.filter((answer) => 'why' in answer)
    const [blank] = blanks
    if (blank === undefined) return unknown('no endpoint to ask')
    return unknown(
      `${blank.label}: ${blank.why}`,
      blanks.every(({ noToken }) => noToken),
    )
  }
  const other = rest.find(({ before, after }) => before !== first.before || after !== first.after)
  if (other === undefined) return { before: first.before, after: first.after, why: null, noToken: false }
  const words = ({ label, before, after }: Told) => `${label} says ${before} and then ${after}`
  return unknown(`the endpoints disagree: ${words(first)}, ${words(other)}`)
}
