import type { Random } from '../random.ts'
import type { Kind, Made } from './kind.ts'

const hex = (random: Random, count: number) => `0x${random.bytes(count).toString('hex')}`
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const network = 'eip155:8453'

function signature(random: Random): string {
  return `0x${random.bytes(64).toString('hex')}${random.pick(['1b', '1c'])}`
}

function authorization(random: Random) {
  return {
    from: hex(random, 20),
    to: hex(random, 20),
    value: String(1000 + random.int(90_000)),
    validAfter: '1763000000',
    validBefore: '1763000600',
    nonce: hex(random, 32),
  }
}

const core = (text: string) => text.replace(/^0x/, '')

/** The key of the reconciliation must stay: who paid, and with which nonce. */
function made(value: unknown, secret: string, survivors: readonly string[]): Made {
  return { text: encode(value), cores: [core(secret)], survivors }
}

const v1 = (random: Random): Made => {
  const signed = signature(random)
  const auth = authorization(random)
  const payload = { signature: signed, authorization: auth }
  return made({ x402Version: 1, scheme: 'exact', network: 'base', payload }, signed, [auth.from, auth.nonce])
}

const accepted = { scheme: 'exact', network, amount: '1000', asset: `0x${'83'.repeat(20)}` }
const resource = { url: 'https://api.example/quote', description: 'a quote', mimeType: 'application/json' }

const v2 = (random: Random): Made => {
  const signed = signature(random)
  const auth = authorization(random)
  const payload = { signature: signed, authorization: auth }
  return made({ x402Version: 2, resource, accepted, payload }, signed, [auth.from, auth.nonce])
}

const permit2 = (random: Random): Made => {
  const signed = signature(random)
  const from = hex(random, 20)
  const nonce = BigInt(hex(random, 32)).toString()
  const permit2Authorization = {
    permitted: { token: accepted.asset, amount: '1000' },
    from,
    spender: hex(random, 20),
    nonce,
    deadline: '1763000600',
    witness: { to: hex(random, 20), validAfter: '1763000000' },
  }
  const payload = { signature: signed, permit2Authorization }
  return made({ x402Version: 2, resource, accepted, payload }, signed, [from, nonce])
}

const solana = (random: Random): Made => {
  const transaction = Buffer.concat([Buffer.from([2]), random.bytes(420)]).toString('base64')
  const solanaAccepted = { ...accepted, network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp' }
  const value = { x402Version: 2, resource, accepted: solanaAccepted, payload: { transaction } }
  return { text: encode(value), cores: [transaction] }
}

const signIn = (random: Random): Made => {
  const signed = signature(random)
  const address = hex(random, 20)
  const value = {
    domain: 'api.example',
    address,
    uri: 'https://api.example/quote',
    version: '1',
    chainId: network,
    nonce: random.bytes(16).toString('hex'),
    issuedAt: '2026-11-20T08:00:00.000Z',
    type: 'eip191',
    signature: signed,
  }
  return { text: encode(value), cores: [core(signed)] }
}

function payment(name: string, labels: readonly string[], make: Kind['make']): Kind {
  return { name, modes: ['labelled', 'shaped'], labels, make }
}

const newHeader = ['PAYMENT-SIGNATURE', 'payment-signature', 'http_payment_signature', 'paymentSignature']

/** Payments on their way to a server. Nobody has them in an environment. */
export const payments: readonly Kind[] = [
  payment('x-payment-v1', ['X-PAYMENT', 'x-payment', 'http_x_payment', 'xPayment'], v1),
  payment('payment-signature-exact', newHeader, v2),
  payment('payment-signature-permit2', newHeader, permit2),
  payment('payment-signature-solana', newHeader, solana),
  payment('sign-in-with-x', ['SIGN-IN-WITH-X', 'sign-in-with-x', 'siwx'], signIn),
]

function bare(
  name: string,
  labels: readonly string[],
  isShaped: boolean,
  show: (random: Random) => Made,
): Kind {
  return { name, modes: isShaped ? ['labelled', 'shaped'] : ['labelled'], labels, make: show }
}

const signatureLabels = ['signature', 'sig', 'payload.signature', 'paymentSignature']

/** Signatures as they stand in a log. */
export const signatures: readonly Kind[] = [
  bare('signature-65', signatureLabels, true, (random) => {
    const text = signature(random)
    return { text, cores: [core(text)] }
  }),
  bare('signature-65-bare', signatureLabels, true, (random) => {
    const text = core(signature(random))
    return { text, cores: [text] }
  }),
  {
    ...bare('signature-v-r-s', ['signature', 'sig'], true, (random) => {
      const [r, s] = [hex(random, 32), hex(random, 32)]
      return { text: JSON.stringify({ v: 27, r, s }), cores: [core(r), core(s)] }
    }),
    isJson: true,
  },
  bare('signature-eip2098', signatureLabels, false, (random) => {
    const text = hex(random, 64)
    return { text, cores: [core(text)] }
  }),
  bare('signature-erc6492', signatureLabels, true, (random) => {
    const magic = '64926492'.repeat(8)
    const inner = random.bytes(65).toString('hex')
    const word = (value: number) => value.toString(16).padStart(64, '0')
    const head = `${'0'.repeat(24)}${random.bytes(20).toString('hex')}${word(96)}${word(256)}`
    const text = `0x${head}${word(4)}${random.bytes(4).toString('hex').padEnd(64, '0')}${word(65)}${inner.padEnd(192, '0')}${magic}`
    return { text, cores: [inner] }
  }),
]
