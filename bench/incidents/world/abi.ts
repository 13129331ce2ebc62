// What payments leave on chain, written by hand from protocol.md 2.1 to 2.4.

/** A number or an address as a 32-byte word, without `0x`. */
export function word(value: bigint | number | string): string {
  const digits = typeof value === 'string' ? value.replace(/^0x/, '') : value.toString(16)
  return digits.padStart(64, '0')
}

const topic = (value: bigint | number | string) => `0x${word(value)}`

/** An event before it has a place in a block. */
export type Event = { readonly address: string; readonly topics: readonly string[]; readonly data: string }

/** `Transfer(from, to, value)` of a token. */
export function transferEvent(token: string, from: string, to: string, value: bigint): Event {
  const topics = [
    '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    topic(from),
    topic(to),
  ]
  return { address: token, topics, data: topic(value) }
}

/** `AuthorizationUsed(authorizer, nonce)`. */
export function usedEvent(token: string, authorizer: string, nonce: string): Event {
  const name = '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5'
  return { address: token, topics: [name, topic(authorizer), nonce], data: '0x' }
}

/** `AuthorizationCanceled(authorizer, nonce)`. */
export function cancelledEvent(token: string, authorizer: string, nonce: string): Event {
  const name = '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81'
  return { address: token, topics: [name, topic(authorizer), nonce], data: '0x' }
}

/** `Settled()` of a Permit2 proxy. */
export function permitSettledEvent(proxy: string): Event {
  const name = '0x97088ec3606cfe8cc112180570d03fcde05f9b8e1bfef8e27784eaf5dd5691b6'
  return { address: proxy, topics: [name], data: '0x' }
}

/** What an authorization says. */
export type AuthorizationTerms = {
  readonly payer: string
  readonly to: string
  readonly value: bigint
  readonly validBefore: number
  readonly nonce: string
}

/** Call data of `transferWithAuthorization`; contract wallets sign in bytes of any length. */
export function authorizationInput(terms: AuthorizationTerms, signer: 'key' | 'contract'): string {
  const { payer, to, value, validBefore, nonce } = terms
  const head = [payer, to, value, 0, validBefore, nonce].map(word).join('')
  if (signer === 'key') return `0xe3ee160e${head}${[27, 1, 2].map(word).join('')}`
  return `0xcf092995${head}${[224, 32, 1].map(word).join('')}`
}

/** What a Permit2 payment says; `nonce` is a number of 256 bits. */
export type PermitTerms = {
  readonly token: string
  readonly payer: string
  readonly to: string
  readonly permitted: bigint
  readonly amount: bigint
  readonly nonce: bigint
  readonly deadline: number
}

/** Call data of the `settle` of the proxy for exact amounts. */
export function exactPermitInput({ token, payer, to, permitted, nonce, deadline }: PermitTerms): string {
  const head = [token, permitted, nonce, deadline, payer, to, 0].map(word).join('')
  return `0x13cd3b53${head}${[256, 65].map(word).join('')}${'ab'.repeat(65)}${'00'.repeat(31)}`
}

/** Call data of the `settle` of the proxy for amounts up to a limit. */
export function uptoPermitInput(terms: PermitTerms, facilitator: string): string {
  const { token, payer, to, permitted, amount, nonce, deadline } = terms
  const head = [token, permitted, nonce, deadline, amount, payer, to, facilitator, 0].map(word).join('')
  return `0xff11e7b4${head}${[320, 65].map(word).join('')}${'ab'.repeat(65)}${'00'.repeat(31)}`
}

/** Call data of `aggregate3` with one inner call. */
export function wrappedInput(target: string, input: string): string {
  const inner = input.slice(2)
  const length = inner.length / 2
  const padded = inner.padEnd(Math.ceil(length / 32) * 64, '0')
  return `0x82ad56cb${[32, 1, 32, target, 1, 96, length].map(word).join('')}${padded}`
}
