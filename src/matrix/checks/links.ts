import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { findNetwork } from '../../networks/lookup.ts'
import { decodeBase64Json } from '../../x402/base64-json.ts'
import { headerValue, paymentHeaders } from '../../x402/headers.ts'
import { finding } from '../catalog.ts'
import { judgeEntries } from '../compare.ts'
import type { MatrixAnswer, MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type RouteView, subjectOf } from '../view.ts'

// A URL up to a blank, quote or bracket; the class excludes what ends it and is bounded: linear.
const link = /https?:\/\/[^\s"'<>\\)\]}]{1,500}/gi
const testWords = /faucet|testnet|devnet|sepolia|goerli|amoy|fuji/i

function wordsOf({ headers, body }: MatrixAnswer): string {
  const sent = headerValue(headers, paymentHeaders.required)
  const decoded = sent === null ? null : decodeBase64Json(sent)
  return `${decoded?.ok ? JSON.stringify(decoded.value) : ''}\n${body ?? ''}`
}

// What could hide a word: an escape of JSON or of URLs, and letters that a URL reads as others. One class: linear.
const hiding = /[^\n\r\t -$&-[\]-~]/
const suspicious = new RegExp(`${hiding.source}|${testWords.source}`, 'i')

// Decoding costs; nearly every answer holds none of the words and nothing that could hide one.
function maySay({ headers, body }: MatrixAnswer): boolean {
  const sent = headerValue(headers, paymentHeaders.required) ?? ''
  return suspicious.test(Buffer.from(sent, 'base64').toString('latin1')) || suspicious.test(body ?? '')
}

function isTest(network: string | null): boolean {
  return network !== null && findNetwork(network)?.testnet === true
}

// Links to the service itself say nothing: its own name may hold such a word.
function testLinks(view: RouteView): readonly string[] {
  const { answer, url } = view.seen.unpaid
  if (!answer.seen || !maySay(answer.value)) return []
  const own = URL.canParse(url) ? new URL(url).hostname : ''
  const found = [...wordsOf(answer.value).matchAll(link)].map(([text]) => text)
  return [...new Set(found)].filter((text) => {
    if (!URL.canParse(text)) return false
    const { hostname, pathname } = new URL(text)
    return hostname !== own && testWords.test(`${hostname}${pathname}`)
  })
}

/** Whether an answer that asks for real money sends buyers to test money. */
export const links: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.links',
  question: 'Are the answers free of links to test money?',
  judge: (seen, expected) =>
    judgeEntries('link', seen, expected, (view, entry) => {
      if (entry !== view.entries[0] || view.entries.some(({ terms }) => isTest(terms.network))) return []
      return testLinks(view)
        .slice(0, 1)
        .map((text) => {
          const args = { route: view.name, link: safe(text.split(/[?#]/, 1)[0] ?? '', 200) }
          return finding('TESTNET_LINK', subjectOf(view, 'link'), args, [view.look])
        })
    }),
}
