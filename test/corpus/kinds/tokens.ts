import { alphanumeric, bech32Digits, hexDigits, lower, mixedToken, type Random, upper } from '../random.ts'
import type { Kind, Made } from './kind.ts'

function token(
  name: string,
  labels: readonly string[],
  make: (random: Random) => string,
  known: Kind['modes'] = ['known', 'labelled', 'shaped'],
): Kind {
  return {
    name,
    modes: known,
    labels,
    make: (random) => {
      const text = make(random)
      return { text, cores: [text] }
    },
  }
}

const labelledOnly = ['known', 'labelled'] as const
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function uuid(random: Random): string {
  const [a, b, c, d] = [8, 3, 3, 12].map((count) => random.text(hexDigits, count))
  return `${a}-${random.text(hexDigits, 4)}-4${b}-a${c}-${d}`
}

const jwt = (random: Random): Made => {
  const claims = encode({ sub: mixedToken(random, 16), iss: 'cdp', exp: 1763000600 })
  const signed = random.bytes(64).toString('base64url')
  return { text: `${encode({ alg: 'ES256', typ: 'JWT' })}.${claims}.${signed}`, cores: [signed] }
}

const all: readonly Kind[] = [
  {
    name: 'jwt',
    modes: ['known', 'labelled', 'shaped'],
    labels: ['accessToken', 'id_token', 'jwt', 'Authorization'],
    make: jwt,
  },
  token(
    'bearer-opaque',
    ['FACILITATOR_TOKEN', 'accessToken', 'auth_token', 'bearer token'],
    (r) => mixedToken(r, 20 + r.int(40)),
    labelledOnly,
  ),
  token('github-classic', ['GITHUB_TOKEN', 'token'], (r) => `ghp_${mixedToken(r, 36)}`),
  token('github-server', ['GITHUB_TOKEN', 'gh_token'], (r) => `ghs_${mixedToken(r, 36)}`),
  token(
    'github-fine',
    ['GITHUB_TOKEN', 'githubToken'],
    (r) => `github_pat_${mixedToken(r, 22)}_${mixedToken(r, 59)}`,
  ),
  token('gitlab', ['GITLAB_TOKEN', 'ci_token'], (r) => `glpat-${mixedToken(r, 20)}`),
  token('npm-token', ['NPM_TOKEN', '_authToken'], (r) => `npm_${mixedToken(r, 36)}`),
  token('fly', ['FLY_API_TOKEN', 'flyToken'], (r) => `fm2_${r.bytes(90).toString('base64')}`),
  token('vercel', ['VERCEL_TOKEN', 'vercelToken'], (r) => mixedToken(r, 24), labelledOnly),
  token('railway-uuid', ['RAILWAY_TOKEN', 'railwayToken', 'api_token'], uuid, labelledOnly),
  token('aws-key-id', ['AWS_ACCESS_KEY_ID', 'accessKeyId'], (r) => `AKIA${r.text(`${upper}234567`, 16)}`),
  token(
    'aws-secret',
    ['AWS_SECRET_ACCESS_KEY', 'secretAccessKey'],
    (r) => r.bytes(30).toString('base64'),
    labelledOnly,
  ),
  token('stripe-live', ['STRIPE_SECRET_KEY', 'stripeKey'], (r) => `sk_live_${mixedToken(r, 24)}`),
  token('stripe-webhook', ['STRIPE_WEBHOOK_SECRET', 'webhookSecret'], (r) => `whsec_${mixedToken(r, 32)}`),
  token(
    'slack-bot',
    ['SLACK_BOT_TOKEN', 'slackToken'],
    (r) => `xoxb-${r.text('0123456789', 12)}-${mixedToken(r, 24)}`,
  ),
  token('openai', ['OPENAI_API_KEY', 'apiKey'], (r) => `sk-proj-${mixedToken(r, 48)}`),
  token('google', ['GOOGLE_API_KEY', 'apiKey'], (r) => `AIza${mixedToken(r, 35)}`),
  token(
    'telegram-bot',
    ['TELEGRAM_BOT_TOKEN', 'botToken'],
    (r) => `7${r.text('0123456789', 8)}:AA${mixedToken(r, 33)}`,
  ),
  token(
    'age-identity',
    ['AGE_IDENTITY', 'identity'],
    (r) => `AGE-SECRET-KEY-1${r.text(bech32Digits, 58).toUpperCase()}`,
  ),
  token(
    'bip32-xprv',
    ['XPRV', 'extendedKey'],
    (r) => `xprv9${r.text(alphanumeric.replace(/[0OIl]/g, ''), 106)}`,
  ),
  token(
    'hmac-secret-hex',
    ['WEBHOOK_SECRET', 'hmacSecret', 'session_secret'],
    (r) => r.text(hexDigits, 64),
    labelledOnly,
  ),
  token(
    'api-key-opaque',
    ['API_KEY', 'apiKey', 'x-api-key', 'api_key'],
    (r) => mixedToken(r, 32),
    labelledOnly,
  ),
  token(
    'password-dense',
    ['DB_PASSWORD', 'password', 'passwd'],
    (r) => `${mixedToken(r, 14)}!${r.int(90) + 10}`,
    labelledOnly,
  ),
  token(
    'password-words',
    ['ADMIN_PASSWORD', 'password'],
    (r) => `${r.text(lower, 7)}-${r.text(lower, 6)}-${r.text(lower, 7)}${r.int(90) + 10}`,
    labelledOnly,
  ),
  token('session-cookie', ['Cookie', 'cookie', 'http_cookie'], (r) => `session=${mixedToken(r, 40)}`, [
    'labelled',
  ]),
  token('set-cookie', ['Set-Cookie', 'set-cookie'], (r) => `sid=s%3A${mixedToken(r, 43)}; Path=/; HttpOnly`, [
    'labelled',
  ]),
]

/** Of a cookie the value is the secret, not its name and not its attributes. */
function cookieCore(kind: Kind): Kind {
  if (!kind.name.endsWith('cookie')) return kind
  return {
    ...kind,
    make: (random) => {
      const made = kind.make(random)
      const value = /(?:session=|s%3A)([A-Za-z0-9]+)/.exec(made.text)?.[1] ?? made.text
      return { ...made, cores: [value] }
    },
  }
}

/** Tokens of vendors: some say by their prefix whose they are, some only by their label. */
export const tokens: readonly Kind[] = all.map(cookieCore)

/** What stands in an Authorization header, and what a wallet writes to disk. */
export const others: readonly Kind[] = [
  {
    name: 'basic-auth',
    modes: ['labelled', 'shaped'],
    labels: ['Authorization', 'authorization', 'Proxy-Authorization'],
    make: (random) => {
      const password = mixedToken(random, 18)
      const encoded = Buffer.from(`operator:${password}`).toString('base64')
      return { text: `Basic ${encoded}`, cores: [password] }
    },
  },
  {
    name: 'bearer-header',
    modes: ['labelled', 'shaped'],
    labels: ['Authorization', 'authorization', 'http_authorization'],
    make: (random) => {
      const value = mixedToken(random, 40)
      return { text: `Bearer ${value}`, cores: [value] }
    },
  },
  {
    name: 'keystore-json',
    modes: ['labelled', 'shaped'],
    labels: ['keystore', 'wallet'],
    isJson: true,
    make: (random) => {
      const ciphertext = random.text(hexDigits, 64)
      const crypto = {
        ciphertext,
        cipherparams: { iv: random.text(hexDigits, 32) },
        cipher: 'aes-128-ctr',
        kdf: 'scrypt',
        kdfparams: { dklen: 32, n: 8192, p: 1, r: 8, salt: random.text(hexDigits, 64) },
        mac: random.text(hexDigits, 64),
      }
      return { text: JSON.stringify({ version: 3, crypto }), cores: [ciphertext] }
    },
  },
  {
    name: 'ssh-key',
    modes: ['labelled', 'shaped'],
    labels: ['deployKey', 'SSH_KEY'],
    isLines: true,
    make: (random) => {
      const body = random.bytes(240).toString('base64')
      const lines = body.match(/.{1,70}/g)!.join('\n')
      const name = 'OPENSSH PRIVATE KEY'
      return { text: `-----BEGIN ${name}-----\n${lines}\n-----END ${name}-----`, cores: [body] }
    },
  },
]
