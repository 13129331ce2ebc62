import { decodeBase64Json } from './base64-json.ts'
import type { Challenge, Offer } from './challenge.ts'
import { headerValue, headerValues, paymentHeaders } from './headers.ts'
import { parseJsonText } from './json-text.ts'
import { looksLikeTerms, readOffer } from './read-offer.ts'

type Answer = {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

type Part = { readonly offers: readonly Offer[]; readonly unreadable: Challenge['unreadable'] }

const nothing: Part = { offers: [], unreadable: [] }
const maxBodyChars = 1_048_576

function unreadable(where: 'header' | 'body', problem: string): Part {
  return { offers: [], unreadable: [{ where, problem }] }
}

function fromHeader(headers: Answer['headers']): Part {
  const values = headerValues(headers, paymentHeaders.required)
  const [first] = values
  if (first === undefined) return nothing
  const decoded = decodeBase64Json(first)
  if (!decoded.ok) return unreadable('header', decoded.problem)
  const offer = looksLikeTerms(decoded.value) ? readOffer(decoded.value, 'header', true) : null
  if (offer === null) return unreadable('header', 'JSON without a list of accepted payments')
  const twice = values.length > 1 ? [`the header came ${values.length} times, the first was read`] : []
  return {
    offers: [{ ...offer, problems: [...decoded.problems, ...twice, ...offer.problems] }],
    unreadable: [],
  }
}

function fromBody(body: string, headerSpeaksV2: boolean): Part {
  // Anything that is not an object is a page or a message, not terms.
  const start = body.trimStart()
  if (!start.startsWith('{') && !start.startsWith('\ufeff')) return nothing
  const parsed = parseJsonText(body, maxBodyChars)
  if (!parsed.ok) return unreadable('body', parsed.problem)
  if (!looksLikeTerms(parsed.value)) return nothing
  const offer = readOffer(parsed.value, 'body', headerSpeaksV2)
  if (offer === null) return unreadable('body', 'JSON without a list of accepted payments')
  return { offers: [{ ...offer, problems: [...parsed.problems, ...offer.problems] }], unreadable: [] }
}

// RFC 9110 section 11.6.1: the scheme stands at the start or after a comma. Fixed words around bounded
// white space, so linear.
const paymentScheme = /(?:^|,)\s{0,8}Payment\s{1,8}[A-Za-z]/i

function fromAuthenticate(headers: Answer['headers']): Part {
  if (!headerValues(headers, 'www-authenticate').some((value) => paymentScheme.test(value))) return nothing
  const offer: Offer = {
    dialect: 'mpp',
    where: 'header',
    x402Version: null,
    error: null,
    resource: null,
    description: null,
    mimeType: null,
    accepts: [],
    sent: 0,
    otherPayTo: [],
    problems: [],
  }
  return { offers: [offer], unreadable: [] }
}

/**
 * Reads what a 402 or 412 answer asks for: the v2 header, a v1 (or misplaced v2) body, neighbours such as
 * T402 and MPP. Every dialect found comes back, because servers may speak two and contradict themselves.
 * Never throws; bodies up to 1 MiB are read.
 */
export function readChallenge(answer: Answer): Challenge {
  const header = fromHeader(answer.headers)
  const body = fromBody(
    answer.body,
    header.offers.some((offer) => offer.dialect === 'v2'),
  )
  const authenticate = fromAuthenticate(answer.headers)
  return {
    offers: [...header.offers, ...body.offers, ...authenticate.offers],
    // A v2 body is free: what cannot be read there matters only where no header speaks.
    unreadable: header.offers.length > 0 ? [] : [...header.unreadable, ...body.unreadable],
    html: (headerValue(answer.headers, 'content-type') ?? '').toLowerCase().includes('text/html'),
  }
}
