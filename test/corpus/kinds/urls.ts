import { alphanumeric, hexDigits, lower, mixedToken, type Random } from '../random.ts'
import type { Kind } from './kind.ts'

type Parts = { readonly text: string; readonly secret: string; readonly host: string }

function url(name: string, labels: readonly string[], make: (random: Random) => Parts): Kind {
  return {
    name,
    modes: ['known', 'labelled', 'shaped'],
    labels,
    make: (random) => {
      const { text, secret, host } = make(random)
      return { text, cores: [secret], survivors: [host] }
    },
  }
}

const rpc = ['RPC_URL', 'BASE_RPC_URL', 'rpcUrl', 'endpoint']

function under(host: string, path: string, secret: string, scheme = 'https'): Parts {
  return { text: `${scheme}://${host}${path.replace('KEY', secret)}`, secret, host }
}

/** Addresses of nodes, with the key that opens them. */
export const rpcUrls: readonly Kind[] = [
  url('rpc-alchemy', rpc, (random) => under('base-mainnet.g.alchemy.com', '/v2/KEY', mixedToken(random, 32))),
  url('rpc-infura', rpc, (random) => under('base-mainnet.infura.io', '/v3/KEY', random.text(hexDigits, 32))),
  url('rpc-infura-wss', rpc, (random) =>
    under('mainnet.infura.io', '/ws/v3/KEY', random.text(hexDigits, 32), 'wss'),
  ),
  url('rpc-quiknode', rpc, (random) =>
    under('some-green-name.base-mainnet.quiknode.pro', '/KEY/', random.text(hexDigits, 40)),
  ),
  url('rpc-ankr', rpc, (random) => under('rpc.ankr.com', '/base/KEY', random.text(hexDigits, 64))),
  url('rpc-drpc', rpc, (random) =>
    under('lb.drpc.org', '/ogrpc?network=base&dkey=KEY', mixedToken(random, 44)),
  ),
  url('rpc-cdp', rpc, (random) =>
    under('api.developer.coinbase.com', '/rpc/v1/base/KEY', mixedToken(random, 32)),
  ),
  url('rpc-helius', rpc, (random) => {
    const [a, b, c] = [random.text(hexDigits, 8), random.text(hexDigits, 4), random.text(hexDigits, 12)]
    return under('mainnet.helius-rpc.com', '/?api-key=KEY', `${a}-${b}-4${b.slice(1)}-a${b.slice(1)}-${c}`)
  }),
  url('rpc-userinfo', rpc, (random) => {
    const secret = mixedToken(random, 20)
    return { text: `https://operator:${secret}@node.example/`, secret, host: 'node.example' }
  }),
]

const at = (name: string, labels: readonly string[], scheme: string, host: string, path: string) =>
  url(name, labels, (random) => {
    const secret = mixedToken(random, 24)
    return { text: `${scheme}://books:${secret}@${host}${path}`, secret, host }
  })

/** Addresses of stores, with the password in them. */
export const storeUrls: readonly Kind[] = [
  at(
    'postgres-url',
    ['DATABASE_URL', 'dsn', 'databaseUrl'],
    'postgres',
    'db.internal.example',
    ':5432/books?sslmode=require',
  ),
  at('redis-url', ['REDIS_URL', 'redis', 'cacheUrl'], 'rediss', 'cache.internal.example', ':6379/0'),
  at('amqp-url', ['AMQP_URL', 'queue'], 'amqps', 'queue.internal.example', '/books'),
  at(
    'mongodb-url',
    ['MONGODB_URI', 'mongo'],
    'mongodb+srv',
    'cluster0.books.example',
    '/pay?retryWrites=true',
  ),
  url('sentry-dsn', ['SENTRY_DSN', 'dsn'], (random) => {
    const secret = random.text(hexDigits, 32)
    return { text: `https://${secret}@o1.ingest.example/42`, secret, host: 'o1.ingest.example' }
  }),
]

/** Webhooks, which need nothing but their address. */
export const webhooks: readonly Kind[] = [
  url('slack-webhook', ['SLACK_WEBHOOK_URL', 'webhook', 'alertUrl'], (random) => {
    const secret = mixedToken(random, 24)
    const [team, bot] = [
      random.text(alphanumeric.toUpperCase(), 9),
      random.text(alphanumeric.toUpperCase(), 9),
    ]
    return {
      text: `https://hooks.slack.com/services/T${team}/B${bot}/${secret}`,
      secret,
      host: 'hooks.slack.com',
    }
  }),
  url('discord-webhook', ['DISCORD_WEBHOOK_URL', 'webhook'], (random) => {
    const secret = mixedToken(random, 68)
    return {
      text: `https://discord.com/api/webhooks/1${random.text('0123456789', 17)}/${secret}`,
      secret,
      host: 'discord.com',
    }
  }),
  url('telegram-bot-url', ['TELEGRAM_URL', 'alertUrl'], (random) => {
    const secret = `AA${mixedToken(random, 33)}`
    const bot = `7${random.text('0123456789', 8)}`
    return {
      text: `https://api.telegram.org/bot${bot}:${secret}/sendMessage`,
      secret,
      host: 'api.telegram.org',
    }
  }),
  {
    name: 'pagerduty-key',
    modes: ['known', 'labelled'],
    labels: ['PAGERDUTY_ROUTING_KEY', 'routing_key', 'integrationKey'],
    make: (random) => {
      const text = random.text(hexDigits, 32)
      return { text, cores: [text] }
    },
  },
  url('teams-webhook', ['TEAMS_WEBHOOK_URL', 'webhook'], (random) => {
    const secret = random.text(hexDigits, 32)
    const host = `${random.text(lower, 8)}.webhook.office.com`
    return {
      text: `https://${host}/webhookb2/ab/IncomingWebhook/${secret}`,
      secret,
      host: 'webhook.office.com',
    }
  }),
]
