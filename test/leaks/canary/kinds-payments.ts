import type { Canary } from './canary.ts'
import { seededBytes, seededText } from './seeded.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const hex = (seed: string, name: string, length: number) => seededBytes(seed, name, length).toString('hex')

function paymentOf(seed: string, version: 1 | 2, signature: string): string {
  const authorization = {
    from: `0x${hex(seed, 'payer', 20)}`,
    to: `0x${'a1'.repeat(20)}`,
    value: '1000',
    validAfter: '0',
    validBefore: '1795166760',
    nonce: `0x${hex(seed, `nonce-${version}`, 32)}`,
  }
  const payload = { signature: `0x${signature}`, authorization }
  const accepted = { scheme: 'exact', network: 'eip155:8453' }
  return encode(
    version === 1 ? { x402Version: 1, ...accepted, payload } : { x402Version: 2, accepted, payload },
  )
}

/** What a payer signs: while it is unused, whoever has it can move the money. */
export function paymentKinds(seed: string): readonly Canary[] {
  const signature = (name: string) => `${hex(seed, name, 64)}1b`
  const first = signature('x-payment')
  const second = signature('payment-signature')
  const bare = signature('bare')
  const [r, s] = [hex(seed, 'r', 32), hex(seed, 's', 32)]
  const compact = hex(seed, 'compact', 64)
  const wrapped = `${hex(seed, 'wrapped', 200)}${'6492'.repeat(16)}`
  const login = signature('login')
  const words = JSON.stringify({ v: 27, r: `0x${r}`, s: `0x${s}` })
  const signedIn = encode({
    domain: 'shop.example',
    address: `0x${'b2'.repeat(20)}`,
    signature: `0x${login}`,
  })
  const [v1, v2] = [paymentOf(seed, 1, first), paymentOf(seed, 2, second)]
  return [
    {
      kind: 'x-payment',
      name: 'PAYMENT_TOKEN',
      value: v1,
      line: `X-PAYMENT: ${v1}`,
      needles: [first],
      looks: 'screen',
    },
    {
      kind: 'payment-signature',
      name: 'PAYMENT_TOKEN_V2',
      value: v2,
      line: `PAYMENT-SIGNATURE: ${v2}`,
      needles: [second],
      looks: 'screen',
    },
    {
      kind: 'signature',
      name: 'SIGNATURE_TOKEN',
      value: `0x${bare}`,
      line: `signed 0x${bare} by us`,
      needles: [bare],
      looks: 'screen',
    },
    {
      kind: 'signature-words',
      name: 'SIGNATURE_SECRET',
      value: words,
      line: words,
      needles: [r, s],
      looks: 'screen',
    },
    {
      kind: 'signature-compact',
      name: 'COMPACT_TOKEN',
      value: `0x${compact}`,
      line: `signature: 0x${compact}`,
      needles: [compact],
      looks: 'screen',
    },
    {
      kind: 'signature-wrapped',
      name: 'WRAPPED_TOKEN',
      value: `0x${wrapped}`,
      line: `"signature":"0x${wrapped}"`,
      needles: [wrapped.slice(0, 400)],
      looks: 'screen',
    },
    {
      kind: 'sign-in-with-x',
      name: 'SIGN_IN_TOKEN',
      value: signedIn,
      line: `SIGN-IN-WITH-X: ${signedIn}`,
      needles: [login],
      looks: 'screen',
    },
  ]
}

/** Credentials of HTTP. */
export function httpKinds(seed: string): readonly Canary[] {
  const text = (name: string, length: number) => seededText(seed, name, length)
  const url64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = url64({ sub: text('jwt', 20) })
  const stamp = Buffer.from(text('jwt-signature', 40)).toString('base64url')
  const jwt = `${url64({ alg: 'ES256', typ: 'JWT' })}.${claims}.${stamp}`
  const [bearer, session, refresh] = [text('bearer', 34), text('session', 20), text('refresh', 20)]
  const password = text('basic', 12)
  const basic = Buffer.from(`admin:${password}`).toString('base64')
  // All longer ones go on with a digit, so none of them holds one of these.
  const short = `CANARYz${hex(seed, 'short', 1)}`
  const prose = `CANARYx${hex(seed, 'prose', 1)}`
  return [
    {
      kind: 'jwt',
      name: 'SERVICE_TOKEN',
      value: jwt,
      line: `Authorization: Bearer ${jwt}`,
      needles: [claims.slice(12), stamp],
      looks: 'screen',
    },
    {
      kind: 'bearer',
      name: 'FACILITATOR_TOKEN',
      value: bearer,
      line: `authorization: bearer ${bearer}`,
      needles: [bearer],
      looks: 'screen',
    },
    {
      kind: 'cookie',
      name: 'SESSION_COOKIE',
      value: `sid=${session}`,
      line: `Cookie: sid=${session}; theme=dark`,
      needles: [session],
      looks: 'screen',
    },
    {
      kind: 'set-cookie',
      name: 'REFRESH_COOKIE',
      value: refresh,
      line: `set-cookie: refresh=${refresh}; Path=/; HttpOnly`,
      needles: [refresh],
      looks: 'screen',
    },
    {
      kind: 'basic',
      name: 'BASIC_AUTH',
      value: basic,
      line: `Authorization: Basic ${basic}`,
      needles: [password],
      looks: 'screen',
    },
    {
      kind: 'short-password',
      name: 'ADMIN_PASSWORD',
      value: short,
      line: `password: ${short}`,
      needles: [short],
      looks: 'screen',
    },
    {
      kind: 'password-in-prose',
      name: 'OPERATOR_PASSWORD',
      value: prose,
      line: `the operator password is ${prose} since May`,
      needles: [prose],
      looks: 'bundle',
    },
  ]
}
