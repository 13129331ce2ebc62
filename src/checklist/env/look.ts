import { caip2 } from '../../networks/lookup.ts'
import type { EnvExpected } from '../shapes.ts'
import { type Entry, envEntries } from './parse.ts'
import { addressIn, faultsOf, shapeOf } from './shape-of.ts'
import type { EnvLook } from './shapes.ts'

/** The variables that services of this kind have, in the order of the screen. */
export const knownVariables = [
  ...([
    'X402_ENABLED',
    'X402_FACILITATOR_URL',
    'X402_EVM_PAY_TO',
    'X402_NETWORK',
    'PUBLIC_BASE_URL',
  ] as const),
  ...(['CORS_ORIGIN', 'PROOF_PUBLIC_BASE_URL', 'ADMIN_METRICS_TOKEN'] as const),
  ...(['CDP_API_KEY_ID', 'CDP_API_KEY_SECRET'] as const),
] as const

const cdpHost = 'api.cdp.coinbase.com'
// A piece of a name that is long and has digits is no word, and may be what must not be shown.
const printable = /^[A-Z][A-Z0-9_]{0,63}$/
const isDense = (piece: string) => piece.length > 16 && /\d/.test(piece)

/** The name of a variable where it is one that people give; else words that stand for it. */
export function shownName(name: string): string {
  return printable.test(name) && !name.split('_').some(isDense) ? name : '(a name that is not shown)'
}

const one = (list: readonly string[], text: string) => (list.length === 0 ? null : list.includes(text))

function hostAgrees(value: string, hosts: readonly string[]): boolean | null {
  const url = addressIn(value)
  return hosts.length === 0 ? null : url !== null && hosts.includes(url.host)
}

/** Does a variable say what the profile says? Null = it is not compared with anything. */
function agreesWith({ name, value }: Entry, expected: EnvExpected): boolean | null {
  const text = value.trim()
  const { variable, on, off } = expected.flag
  if (name === variable) {
    const words = [on, off].filter((each) => each !== null)
    return one(words, value)
  }
  const host = expected.host === null ? [] : [expected.host]
  switch (name) {
    case 'X402_EVM_PAY_TO':
      return one(expected.payTo, text.toLowerCase())
    case 'X402_NETWORK':
      return one(expected.networks, caip2(text))
    case 'PUBLIC_BASE_URL':
    case 'PROOF_PUBLIC_BASE_URL':
      return hostAgrees(text, host)
    case 'X402_FACILITATOR_URL':
      return hostAgrees(text, expected.facilitators)
    default:
      return null
  }
}

/** The variables of the text of a .env file: names and shapes. No value is in what comes back. Never throws. */
export function envLooks(file: string, text: string, expected: EnvExpected): readonly EnvLook[] {
  return envEntries(text).map((entry) => ({
    ...{ file, name: shownName(entry.name), shape: shapeOf(entry), faults: faultsOf(entry) },
    ...{ agrees: agreesWith(entry, expected), cdp: addressIn(entry.value)?.hostname === cdpHost },
  }))
}
