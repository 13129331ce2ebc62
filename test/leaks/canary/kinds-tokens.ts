import type { Canary } from './canary.ts'
import { seededBytes, seededText } from './seeded.ts'

/** Addresses that hold a key: of nodes, databases and webhooks. The host is public, the key is the needle. */
export function urlKinds(seed: string): readonly Canary[] {
  const of = (
    kind: string,
    name: string,
    url: (key: string) => string,
    looks: Canary['looks'] = 'screen',
  ): Canary => {
    const key = seededText(seed, kind, 26)
    return { kind, name, value: url(key), line: `see ${url(key)} for it`, needles: [key], looks }
  }
  return [
    of('rpc-path-v2', 'ALCHEMY_URL', (key) => `https://base-mainnet.g.alchemy.com/v2/${key}`),
    of('rpc-path-v3', 'INFURA_URL', (key) => `wss://base-mainnet.infura.io/ws/v3/${key}`),
    of('rpc-host-label', 'QUICKNODE_URL', (key) => `https://calm-lake.base-mainnet.quiknode.pro/${key}/`),
    of('rpc-query', 'DRPC_URL', (key) => `https://lb.drpc.org/ogrpc?network=base&dkey=${key}`),
    of('rpc-userinfo', 'CHAINSTACK_URL', (key) => `https://node:${key}@base.core.chainstack.com/`),
    of('slack', 'SLACK_WEBHOOK', (key) => `https://hooks.slack.com/services/T0CANARY/B0CANARY/${key}`),
    of('discord', 'DISCORD_WEBHOOK', (key) => `https://discord.com/api/webhooks/1234567890/${key}`),
    of('redis', 'REDIS_URL', (key) => `rediss://default:${key}@cache.shop.example:6380`),
    of('postgres', 'DATABASE_URL', (key) => `postgres://books:${key}@db.shop.example:5432/pay`),
    of('telegram', 'TELEGRAM_URL', (key) => `https://api.telegram.org/bot123456789:AA${key}Xy0/sendMessage`),
  ]
}

function uuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5')
}

/** Tokens of vendors, with and without a prefix that says whose they are. */
export function tokenKinds(seed: string): readonly Canary[] {
  const of = (kind: string, name: string, value: string, looks: Canary['looks']): Canary => {
    const core = value.slice(Math.max(0, value.indexOf('CANARY')))
    return { kind, name, value, line: `${name}=${value}`, needles: [core], looks }
  }
  const text = (name: string, length: number) => seededText(seed, name, length)
  return [
    of('github', 'GITHUB_TOKEN', `ghp_${text('github', 30)}`, 'screen'),
    of('npm', 'NPM_TOKEN', `npm_${text('npm', 30)}`, 'screen'),
    of('fly', 'FLY_API_TOKEN', `fm2_${text('fly', 80)}`, 'screen'),
    of('stripe', 'STRIPE_KEY', `sk_live_${text('stripe', 18)}`, 'screen'),
    of('aws-id', 'AWS_ACCESS_KEY_ID', `AKIA${text('aws-id', 10).toUpperCase()}`, 'screen'),
    of('aws-secret', 'AWS_SECRET_ACCESS_KEY', text('aws-secret', 34), 'bundle'),
    of('vercel', 'VERCEL_TOKEN', text('vercel', 18), 'bundle'),
    of('railway', 'RAILWAY_TOKEN', uuid(seededBytes(seed, 'railway', 16)), 'bundle'),
    of('pagerduty', 'PAGERDUTY_KEY', seededBytes(seed, 'pagerduty', 16).toString('hex'), 'bundle'),
  ]
}
