import * as z from 'zod'
import { durationMs } from '../core/duration.ts'
import { addressProblem } from './address.ts'
import { networkProblem } from './network.ts'
import type { Problem } from './problem.ts'
import { instantText, priceProblem } from './quantity.ts'
import { storeUrlProblem } from './store-url.ts'
import { holdsKey, httpUrl, serviceUrlProblem } from './url.ts'

/** A text whose faults are told in our words; `pattern` and `examples` go into the published JSON Schema. */
export function textThat(
  problemOf: (text: string) => Problem | undefined,
  shown: { readonly description: string; readonly pattern?: string; readonly examples?: readonly string[] },
) {
  return z
    .string()
    .superRefine((text, context) => {
      const found = problemOf(text)
      if (found === undefined) return
      context.addIssue({
        code: 'custom',
        message: found.problem,
        params: { suggestion: found.suggestion },
      })
    })
    .meta({ ...shown, ...(shown.examples === undefined ? {} : { examples: [...shown.examples] }) })
}

/** An object of which exactly one key is set; says so in our words and in the JSON Schema. */
export function exactlyOne<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  choices: readonly string[],
  description: string,
) {
  return z
    .strictObject(shape)
    .superRefine((value, context) => {
      const given = choices.filter((key) => (value as Record<string, unknown>)[key] !== undefined)
      if (given.length === 1) return
      context.addIssue({
        code: 'custom',
        message:
          given.length === 0 ? `one of ${choices.join(', ')} is missing` : `${given.join(' and ')} at once`,
        params: { suggestion: `Give exactly one of ${choices.join(', ')}.` },
      })
    })
    .meta({ description, oneOf: choices.map((key) => ({ required: [key] })) })
}

/** A network: a CAIP-2 id, or a name that protocol v1 uses. */
export const networkText = textThat(networkProblem, {
  description: 'CAIP-2 id, or a name of protocol v1',
  examples: ['eip155:8453', 'base'],
})

/** An address on any network; the checksum of a mixed-case EVM address is verified. */
export const addressText = textThat((text) => addressProblem(text, null), {
  description: 'address; the checksum of a mixed-case EVM address is verified',
  pattern: '^(0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})$',
})

/** The address of a service: whole, without user name, query or fragment. */
export const serviceUrl = textThat(serviceUrlProblem, {
  description: 'whole http or https address, without user name, query or fragment',
  pattern: '^https?://',
  examples: ['https://api.example.dev'],
})

/** An endpoint that may stand in a file that travels: it holds no key. */
export const openUrl = textThat(
  (text) => {
    const url = httpUrl(text)
    if (url === undefined) return serviceUrlProblem(text)
    if (!holdsKey(url)) return undefined
    return {
      problem: 'this address holds a key',
      suggestion: 'Put it into an environment variable and name that: {secret: {env: NAME}}.',
    }
  },
  { description: 'http or https address that holds no key; keyed ones are named as {secret: ..}' },
)

/** The address of a PostgreSQL database without a password. */
export const storeUrl = textThat(storeUrlProblem, {
  description: 'postgres:// address without a password; whole ones are named as {secret: ..}',
  pattern: '^postgres(ql)?://',
  examples: ['postgres://user@db.example:5432/payments'],
})

/** A path of records. An address in its place would be shown as one. */
export const recordsPath = textThat(
  (text) => {
    if (text === '' || text.length > 4096) {
      return { problem: 'not a path', suggestion: 'Name a file or a pattern.' }
    }
    if (!/postgres(?:ql)?:\/\//i.test(text)) return undefined
    const suggestion = 'Name the database instead: postgres: {secret: {env: NAME}}.'
    return { problem: 'this is an address, not a path', suggestion }
  },
  { description: 'path or pattern; - is standard input', examples: ['/var/log/pay/*.jsonl'] },
)

/** A question to a database. That it is one SELECT which writes nothing is seen to by the server. */
export const selectText = textThat(
  (text) =>
    // Bounded blanks, two words, anchored: linear.
    text.length <= 20_000 && /^\s{0,100}(?:select|with)\b/i.test(text)
      ? undefined
      : { problem: 'not a SELECT', suggestion: 'Give one SELECT that reads; it may begin with WITH.' },
  { description: 'of postgres: one SELECT that gives the records', examples: ['select * from payments'] },
)

/** The origin of a browser page: scheme, host and port. */
export const originText = textThat(
  (text) => {
    const url = httpUrl(text)
    if (url !== undefined && url.origin === text) return undefined
    return { problem: 'not an origin', suggestion: 'Give scheme and host only: https://app.example.dev' }
  },
  { description: 'scheme and host of a web page', examples: ['https://app.example.dev'] },
)

/** A path on the service: begins with one slash, no dots that climb, no spaces. */
export const pathOnService = textThat(
  (text) => {
    const fine = /^\/(?!\/)[^\s\\#]{0,2000}$/.test(text) && !text.split(/[/?]/).includes('..')
    return fine
      ? undefined
      : { problem: 'not a path of the service', suggestion: 'Begin with one slash: /v1/quote' }
  },
  { description: 'path on the service', pattern: '^/', examples: ['/v1/quote'] },
)

/** A length of time such as `10s`. */
export const durationField = textThat(
  (text) =>
    durationMs(text) === undefined
      ? { problem: 'not a length of time', suggestion: 'Write 500ms, 10s, 2m or 1h.' }
      : undefined,
  { description: 'length of time', pattern: '^[0-9]{1,9}(ms|s|m|h)$', examples: ['500ms', '10s'] },
)

/** A day (from its first second in UTC) or a time with a zone. */
export const instantField = textThat(
  (text) =>
    instantText(text) === undefined
      ? {
          problem: 'not a day or a time with a zone',
          suggestion: 'Write 2026-01-31 or 2026-01-31T10:00:00Z.',
        }
      : undefined,
  { description: 'day (UTC) or RFC 3339 time with a zone', examples: ['2026-01-31', '2026-01-31T10:00:00Z'] },
)

/** A price such as `0.01 usdc` or `10000 atomic`. */
export const priceField = textThat(priceProblem, {
  description: 'amount and token symbol, or amount and the word atomic',
  examples: ['0.01 usdc', '10000 atomic'],
})

/** An amount in atomic units, as digits. Quotes keep YAML from making a number of it. */
export const atomicField = textThat(
  (text) =>
    /^\d{1,78}$/.test(text)
      ? undefined
      : { problem: 'not an amount in atomic units', suggestion: 'Write digits in quotes: "1000".' },
  { description: 'amount in atomic units, as text', pattern: '^[0-9]{1,78}$', examples: ['1000'] },
)

/** A short text that is not empty. */
export const wordField = z.string().min(1).max(200)

// Letters, marks, digits, punctuation, symbols and plain blanks: what a line of a screen shows as it is. One class
// with bounds, anchored: linear.
const shownText = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,200}$/u

/** A word that stands in a command somebody copies from a screen: nothing that a screen would not show. */
export const commandWord = textThat(
  (text) =>
    shownText.test(text)
      ? undefined
      : {
          problem: 'not a word that can be copied from a screen',
          suggestion: 'One line of 1 to 200 characters, without tabs and invisible characters.',
        },
  { description: 'one line of 1 to 200 visible characters' },
)

/** The name of a variable of the service. */
export const variableName = textThat(
  (text) =>
    // Anchored and bounded: linear.
    /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(text)
      ? undefined
      : { problem: 'not the name of a variable', suggestion: 'Names look like X402_ENABLED.' },
  { description: 'the variable that switches paid traffic (X402_ENABLED)' },
)

const envName = textThat(
  (text) =>
    /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(text)
      ? undefined
      : { problem: 'not the name of an environment variable', suggestion: 'Names look like RPC_URL.' },
  { description: 'name of an environment variable (NAME_FILE is read too)', examples: ['RPC_URL'] },
)

const credentialName = textThat(
  (text) =>
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text)
      ? undefined
      : { problem: 'not the name of a credential', suggestion: 'Give the file name, without a folder.' },
  { description: 'file name in $CREDENTIALS_DIRECTORY (systemd)' },
)

/** `{env|file|exec|credential: ..}`: where a secret is kept. */
export const secretPlace = exactlyOne(
  {
    env: envName.optional(),
    file: z.string().min(1).max(4096).optional().describe('path of a file that holds the secret'),
    exec: z.array(z.string()).min(1).max(50).optional().describe('command and arguments; no shell'),
    credential: credentialName.optional(),
  },
  ['env', 'file', 'exec', 'credential'],
  'where a secret is kept',
)

/** `{secret: {..}}`: the only way in which config names a secret. */
export const secretField = z
  .strictObject({ secret: secretPlace })
  .meta({ description: 'a secret, by the place it is kept in', examples: [{ secret: { env: 'NAME' } }] })
