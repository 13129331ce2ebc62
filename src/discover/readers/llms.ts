import { gathered, placed, type Reading } from '../item.ts'
import type { DocumentRead, LeftOut, Offer, Way } from '../offer.ts'
import { waysIn, withShared, writtenPrice } from '../terms-said.ts'

const maxLines = 5000
const maxLineChars = 2000

// A verb, what Markdown may put between, and a path or URL of at most 300 plain characters. Each part is bounded and
// ends where the next begins: linear.
const verbPlace =
  /\b(GET|POST|PUT|PATCH|DELETE)\b[`*_|\s]{1,8}((?:https?:\/\/[^\s`|)<>"']{1,300})|\/[^\s`|)<>"']{1,300})/
const barePlace = /(?:^|[\s`|(])((?:https?:\/\/[^\s`|)<>"']{1,300})|\/[a-zA-Z0-9][^\s`|)<>"']{1,300})/
// "$0.01", "0.01 USDC", "10000 atomic units": bounded numbers beside fixed words.
const prices = /\$\d{1,12}(?:\.\d{1,18})?|\b\d{1,30}(?:\.\d{1,18})? ?(?:USDC|USDT|USD|cents|atomic)\b/g
const caip2 = /\b(?:eip155:\d{1,12}|solana:[1-9A-HJ-NP-Za-km-z]{32})\b/
const evmAddress = /0x[0-9a-fA-F]{40}\b/

function payToOf(line: string): string | null {
  return /pay[ _-]?to|recipient/i.test(line) ? (evmAddress.exec(line)?.[0] ?? null) : null
}

function assetOf(line: string): string | null {
  return /\basset\b|token contract/i.test(line) ? (evmAddress.exec(line)?.[0] ?? null) : null
}

function termsOf(line: string): readonly Way[] {
  const network = caip2.exec(line)?.[0] ?? null
  // One address a line: with two nobody can tell which is which.
  const addresses = line.match(/0x[0-9a-fA-F]{40}\b/g) ?? []
  const [payTo, asset] = addresses.length === 1 ? [payToOf(line), assetOf(line)] : [null, null]
  return waysIn({ network, payTo, asset: payTo === null ? asset : null }, 'unsaid')
}

function priceOf(line: string): readonly Way[] {
  const found = [...new Set(line.match(prices) ?? [])]
  const [only] = found
  if (only === undefined || found.length > 1) return []
  const price = writtenPrice(only, 'usd')
  return price === null
    ? []
    : [{ rail: 'x402', scheme: null, network: null, asset: null, payTo: null, price }]
}

/**
 * `/llms.txt`: a line that names a place and a price is an offer; lines without a place that name a network, an
 * asset or a payTo speak for all of them. Prose is not interpreted: two prices in a line say none.
 */
export function readLlms(text: string, reading: Reading): DocumentRead {
  const shared: Way[] = []
  const lines: { readonly line: string; readonly method: string | null; readonly url: string }[] = []
  for (const whole of text.split('\n', maxLines)) {
    const line = whole.slice(0, maxLineChars)
    const verb = verbPlace.exec(line)
    const url = verb?.[2] ?? barePlace.exec(line)?.[1]
    const hasPrice = (line.match(prices) ?? []).length > 0
    if (url === undefined || !hasPrice) shared.push(...(url === undefined ? termsOf(line) : []))
    else lines.push({ line, method: verb?.[1] ?? null, url: url.replace(/[.,;:]{1,5}$/, '') })
  }
  const read: (Offer | LeftOut)[] = lines.slice(0, 2000).map(({ line, method, url }) => {
    const ways = withShared([...priceOf(line), ...termsOf(line)], shared.slice(0, 20))
    return placed({ method, url }, reading, ways, false)
  })
  return gathered(read)
}
