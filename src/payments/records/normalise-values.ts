import { caip2 } from '../../networks/lookup.ts'
import type { Leaf } from './normalise-flatten.ts'
import { normalWord } from './states.ts'

/** A value in normal form; undefined when it does not fit the field. */
export type Reader<T> = (value: Leaf, path: string) => T | undefined

// Fixed lengths and bounded classes throughout, so every pattern here is linear.
const evmAddress = /^0x[0-9a-fA-F]{40}$/
const base58Address = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/
const base58Signature = /^[1-9A-HJ-NP-Za-km-z]{64,90}$/
const bytes32 = /^(?:0x|0X)?[0-9a-fA-F]{64}$/
const uuid = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/
const decimal = /^\d{1,78}$/
const requestLine = /^([A-Z]{3,7}) (\S{1,2048})(?: HTTP\/[\d.]{1,3})?$/
const maxText = 512

/** Is this a way of writing "nothing"? */
export function isBlank(value: Leaf | null): boolean {
  if (typeof value !== 'string') return value === null
  const text = value.trim()
  return text.length <= 9 && /^(?:|-|null|undefined|n\/a)$/i.test(text)
}

function hex32(text: string): string {
  return `0x${text.replace(/^0x/i, '').toLowerCase()}`
}

/** Any text of up to 512 characters; numbers as text. */
export function readText(value: Leaf): string | undefined {
  const text = String(value).trim()
  return typeof value === 'boolean' || text === '' || text.length > maxText ? undefined : text
}

/** An address: EVM in lower case, Solana as it is. */
export function readAddress(value: Leaf): string | undefined {
  const text = String(value).trim()
  if (evmAddress.test(text)) return text.toLowerCase()
  return base58Address.test(text) ? text : undefined
}

/** A nonce: 32 bytes as lower-case hex, or the decimal number of Permit2. */
export function readNonce(value: Leaf): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined
  const text = String(value).trim()
  if (bytes32.test(text)) return decimal.test(text) ? undefined : hex32(text)
  return decimal.test(text) ? BigInt(text).toString() : undefined
}

/** A transaction: 32 bytes as lower-case hex, a Solana signature, or the UUID of a batching facilitator. */
export function readTx(value: Leaf): string | undefined {
  const text = String(value).trim()
  if (bytes32.test(text)) return hex32(text)
  return base58Signature.test(text) || uuid.test(text) ? text : undefined
}

/** CAIP-2 of a network id, a v1 name or a chain id; an unknown name stays as it is. */
export function readNetwork(value: Leaf): string | undefined {
  const text = String(value).trim()
  if (/^\d{1,15}$/.test(text)) return `eip155:${text}`
  if (!/^[a-zA-Z0-9:_-]{1,80}$/.test(text)) return undefined
  // Names and EVM ids have one case; the reference of other families (Solana's genesis hash) does not.
  return caip2(/^eip155:|^[^:]*$/i.test(text) ? text.toLowerCase() : text)
}

/** An HTTP status. */
export function readStatus(value: Leaf): number | undefined {
  return /^[1-5]\d\d$/.test(String(value).trim()) ? Number(value) : undefined
}

/** An HTTP method, alone or in front of a request line. */
export function readMethod(value: Leaf): string | undefined {
  const text = String(value).trim()
  const method = requestLine.exec(text)?.[1] ?? text.toUpperCase()
  return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|QUERY)$/.test(method) ? method : undefined
}

/** A route: the path of a URL or of a request line, without the query, which may hold secrets. */
export function readRoute(value: Leaf): string | undefined {
  const text = String(value).trim()
  const target = requestLine.exec(text)?.[2] ?? text
  const path = target.replace(/^https?:\/\/[^/?#]{0,255}/i, '').replace(/[?#].*$/s, '')
  if (path === '') return target === '' ? undefined : '/'
  return path.length > maxText ? undefined : path
}

/** The name of a facilitator; of a URL only the origin, because keys live behind it. */
export function readFacilitator(value: Leaf): string | undefined {
  const text = readText(value)
  if (text === undefined || !/^https?:/i.test(text)) return text
  return URL.canParse(text) ? new URL(text).origin : undefined
}

/** x402's major version. */
export function readVersion(value: Leaf): 1 | 2 | undefined {
  const text = String(value).trim().toLowerCase().replace(/^v/, '')
  return text === '1' ? 1 : text === '2' ? 2 : undefined
}

/** A payment scheme; the scheme of a URL is not one. */
export function readScheme(value: Leaf): string | undefined {
  const text = String(value).trim().toLowerCase()
  return /^[a-z][a-z0-9-]{1,40}$/.test(text) && !/^https?$|^wss?$/.test(text) ? text : undefined
}

/** How the money moves. */
export function readTransfer(value: Leaf): 'eip3009' | 'permit2' | 'svm' | 'none' | undefined {
  const text = String(value)
    .toLowerCase()
    .replace(/[\s_-]/g, '')
  if (text === 'eip3009' || text === 'transferwithauthorization') return 'eip3009'
  return text === 'permit2' || text === 'svm' || text === 'none' ? text : undefined
}

const verifyWords = {
  valid: ['valid', 'true', 'ok', 'success', 'verified', 'passed'],
  invalid: ['invalid', 'false', 'failed', 'rejected'],
  unknown: ['unknown', 'error', 'timeout', 'skipped'],
} as const

/** What verification said. */
export function readVerify(value: Leaf): 'valid' | 'invalid' | 'unknown' | undefined {
  const word = normalWord(String(value))
  const answers = Object.entries(verifyWords) as [keyof typeof verifyWords, readonly string[]][]
  return answers.find(([, words]) => words.includes(word))?.[0]
}

/** Yes or no. */
export function readFlag(value: Leaf): boolean | undefined {
  const word = String(value).trim().toLowerCase()
  // "t" and "f" are how PostgreSQL writes them into CSV.
  return /^(?:true|t|yes|1)$/.test(word) ? true : /^(?:false|f|no|0)$/.test(word) ? false : undefined
}

/** A length of time as a number, up to a day in milliseconds. */
export function readDuration(value: Leaf): number | undefined {
  const number =
    typeof value === 'number' ? value : /^\d{1,8}(?:\.\d{1,6})?$/.test(String(value)) ? Number(value) : -1
  return number >= 0 && number <= 86_400_000 ? number : undefined
}
