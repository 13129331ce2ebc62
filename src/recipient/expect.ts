import type { Pays, Profile } from '../core/profile.ts'
import { findNetwork } from '../networks/lookup.ts'
import type { DeltaExpected } from './delta-shapes.ts'
import type { Family, Recipient, RecipientExpected } from './shapes.ts'

/** An address that a live 402 names for a token. */
export type Advertised = { readonly network: string; readonly asset: string; readonly payTo: string }

/** What a command adds to a profile: when it looks, what live 402s name, and what the books say. */
export type RecipientOptions = {
  readonly now: Date
  readonly advertised: readonly Advertised[]
  readonly delta: readonly DeltaExpected[] | null
}

const nativeAssets: readonly string[] = [
  ...['native', `0x${'0'.repeat(40)}`, `0x${'e'.repeat(40)}`],
  '11111111111111111111111111111111',
]

// What an operator looks at where we cannot: the one thing that keeps payments of that family from arriving.
const advice: readonly (readonly [family: string, text: string])[] = [
  [
    'stellar',
    'look whether the account exists, is funded with its reserve, and trusts the asset (trustline)',
  ],
  ['xrpl', 'look whether the account is funded with its reserve and has a trust line for the token'],
  ['near', 'look whether the token knows the account (storage_deposit)'],
  ['algorand', 'look whether the account has opted in to the asset'],
  ['ton', 'look whether the jetton wallet of the address exists, or who pays for its creation'],
  ['tron', 'look whether the account is activated and not on the blacklist of the token'],
  ['aptos', 'look whether the account has a store for the asset'],
  ['hedera', 'look whether the account is associated with the token'],
]

function unreadText(network: string, name: string): string {
  const [, text = 'look in an explorer whether the address can hold the token'] =
    advice.find(([family]) => network.startsWith(`${family}:`)) ?? []
  return `${name} is not read here: ${text}`
}

function familyOf(network: string, asset: string): Family {
  if (nativeAssets.includes(asset.toLowerCase())) return 'native'
  if (network.startsWith('eip155:')) return 'evm'
  return network.startsWith('solana:') ? 'solana' : 'unread'
}

function recipient(pays: Pays, address: string, from: Recipient['from']): Recipient {
  const { network, unit, forbiddenPayTo: forbidden } = pays
  const name = findNetwork(network)?.name ?? network
  const family = familyOf(network, unit.asset)
  const unread = family === 'unread' ? unreadText(network, name) : null
  return { network, name, unit, address, family, from, forbidden, unread }
}

function inForce({ payTo }: Pays, now: Date): readonly string[] {
  const at = now.getTime()
  return payTo
    .filter(
      ({ from, until }) =>
        (from === null || Date.parse(from) <= at) && (until === null || at < Date.parse(until)),
    )
    .map(({ address }) => address)
}

const normal = (text: string) => (text.startsWith('0x') ? text.toLowerCase() : text)

/** Every address that must be able to receive now, each once: those of the profile, then others that live 402s name. */
export function expectRecipient({ pays }: Profile, options: RecipientOptions): RecipientExpected {
  const own = pays.flatMap((entry) =>
    inForce(entry, options.now).map((address) => recipient(entry, address, 'profile')),
  )
  const live = options.advertised.flatMap(({ network, asset, payTo }) => {
    const entry = pays.find((one) => one.network === network && one.unit.asset === normal(asset))
    return entry === undefined ? [] : [recipient(entry, normal(payTo), 'live')]
  })
  const seen = new Set<string>()
  const recipients = [...own, ...live].filter(({ network, unit, address }) => {
    const key = `${network} ${unit.asset} ${address}`
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
  return { recipients, delta: options.delta }
}
