import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveProfile } from '../../src/config/resolve.ts'
import { isOpsError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'

const folder = join(import.meta.dirname, '../fixtures/config')
const names = readdirSync(folder)
  .map((name) => name.replace('.yaml', ''))
  .filter((name) => name !== 'valid')
  .sort()

/** What an operator reads when this file is used for a reconcile. */
async function message(name: string): Promise<string> {
  const text = readFileSync(join(folder, `${name}.yaml`), 'utf8')
  try {
    await resolveProfile({
      name: null,
      command: 'reconcile',
      flags: {},
      env: {},
      files: [{ path: 'x402ops.yaml', text }],
      resolveSecret: async () => new Secret('a secret', 'http://127.0.0.1:8545'),
    })
  } catch (error) {
    if (!isOpsError(error)) throw error
    return `${error.code} (exit ${error.exitCode})\n${error.message}\n${error.why ?? '-'}\n${error.hint}`
  }
  throw new Error(`${name}.yaml was accepted`)
}

describe('one message per mistake', () => {
  test('every broken file', async () => {
    const all: string[] = []
    for (const name of names) all.push(`== ${name}\n${await message(name)}`)
    expect(all.join('\n')).toMatchInlineSnapshot(`
      "== address-checksum
      CONFIG_INVALID (exit 2)
      x402ops.yaml:7: profiles.mainnet.pays[0].payTo[0]: the checksum of this address does not fit: a character was mistyped or lost its case
      -
      Copy the address again from its source. All lower case switches the checksum off.
      == address-is-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].payTo[0]: this has the length of a hash or a private key, not of an address
      -
      An address is 0x followed by 40 hex digits.
      == address-other-chain
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].payTo[0]: not an address of an EVM chain
      -
      An address is 0x followed by 40 hex digits.
      == address-short
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].payTo[0]: not an address: 38 digits after 0x, or a letter beyond f
      -
      An address is 0x followed by 40 hex digits.
      == alias
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.other: aliases (*name) are not used here
      -
      Write the value out.
      == bad-atomic
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.thresholds.minimumAtomic: expected a text, found a decimal number
      -
      Write a text. For example: "1000".
      == bad-date
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].payTo[0].from: not a day or a time with a zone
      -
      Write 2026-01-31 or 2026-01-31T10:00:00Z.
      == bad-duration
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.limits.timeout: expected a text, found a whole number
      -
      Write a text. For example: "500ms" or "10s".
      == bad-duration-unit
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.limits.timeout: not a length of time
      -
      Write 500ms, 10s, 2m or 1h.
      == bad-network
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].network: not a network
      -
      Did you mean base? Networks are written like eip155:8453 or base.
      == bad-network-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.rpc."base sepolia": not a network
      -
      Did you mean base-sepolia? Networks are written like eip155:8453 or base.
      == bad-origin
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.browserOrigins[0]: not an origin
      -
      Give scheme and host only: https://app.example.dev
      == bad-path
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.probes.health: not a path of the service
      -
      Begin with one slash: /v1/quote
      == bad-profile-name
      CONFIG_INVALID (exit 2)
      x402ops.yaml:3: profiles."My Shop": not a name for a profile
      -
      Names are lower-case letters, digits, - and _, at most 40.
      == dates-swapped
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].payTo[0].until: until is not after from
      -
      Swap them, or leave one out.
      == default-unknown
      CONFIG_INVALID (exit 2)
      x402ops.yaml:2: defaultProfile: there is no such profile
      -
      Did you mean shop? Profiles: mainnet, other, primitive402, shop, testnet.
      == duplicate-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: file: this key stands here twice
      -
      Keep one of the two.
      == empty
      CONFIG_INVALID (exit 2)
      x402ops.yaml:1: file: the file holds no settings
      -
      Begin with: version: 1
      == extends-itself
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.shop.extends: this profile extends itself
      -
      Name another profile or a preset, or leave extends out.
      == extends-twice
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.a.extends: the profile named here extends another profile
      -
      A profile may extend one other profile; that one may stand on a preset only.
      == extends-unknown
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.shop.extends: there is no such profile to extend
      -
      Did you mean mainnet? Profiles: mainnet, primitive402, shop, testnet.
      == misplaced-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:2: baseUrl: this key is not known
      -
      It belongs to profiles.NAME.baseUrl. Keys here: version, defaultProfile, profiles.
      == missing-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.routes[0].path: this key is missing
      -
      Add it; it is a text. For example: "/v1/quote".
      == misspelt-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.baseURl: this key is not known
      -
      Did you mean baseUrl?
      == network-twice
      CONFIG_INVALID (exit 2)
      x402ops.yaml:6: profiles.mainnet.rpc.eip155:8453: this network is listed twice under two names
      -
      Put all endpoints of it under eip155:8453.
      == no-version
      CONFIG_INVALID (exit 2)
      x402ops.yaml:1: version: this key is missing
      -
      Add it; it is 1.
      == not-yaml
      CONFIG_INVALID (exit 2)
      x402ops.yaml:3: file: the indentation does not fit, or a bracket is not closed
      -
      Values of one block begin in the same column; every [ and { has its partner.
      == number-out-of-range
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.limits.concurrency: too small
      -
      It takes at least 1.
      == price-exponent
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].price: not a price
      -
      Write "0.01 usdc" or "10000 atomic".
      == price-fraction-atomic
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].price: not a price
      -
      Write "0.01 usdc" or "10000 atomic".
      == price-number
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].price: expected a text, found a decimal number
      -
      Write a text. For example: "0.01 usdc" or "10000 atomic".
      == price-too-fine
      CONFIG_INVALID (exit 2)
      x402ops.yaml:7: profiles.mainnet.routes[0].price: this price has more decimals than USDC, which has 6
      -
      Shorten it, or write it in atomic units.
      == price-unknown-token
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].price: no entry of pays takes this token
      -
      Here pays takes USDC.
      == price-without-unit
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].price: this price does not say what it counts
      -
      Write "0.01 usdc" or "10000 atomic".
      == records-file-address
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.records[0].file: this is an address, not a path
      -
      Name the database instead: postgres: {secret: {env: NAME}}.
      == records-piprail-mapping
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.records[0]: a mapping for PipRail receipts
      -
      Leave the mapping out; signed receipts are read as they are.
      == records-postgres
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.records[0]: table and query at once
      -
      Give one of them.
      == records-postgres-password
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.records[0].postgres.url: this address holds a password
      -
      Write postgres://host:5432/database, or name where the whole URL is kept: {secret: {env: NAME}}.
      == records-query-writes
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.records[0].query: not a SELECT
      -
      Give one SELECT that reads; it may begin with WITH.
      == records-table-of-file
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.records[0]: table and query are for postgres
      -
      Leave them out, or name the database: postgres: {secret: {env: NAME}}.
      == records-without-source
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.records[0]: one of file, postgres, exec is missing
      -
      Give exactly one of file, postgres, exec.
      == route-twice
      CONFIG_INVALID (exit 2)
      x402ops.yaml:6: profiles.mainnet.routes[1].id: another route has this name already
      -
      Give one of them another id, or remove it.
      == rpc-url-with-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.rpc.base[0].url: this address holds a key
      -
      Put it into an environment variable and name that: {secret: {env: NAME}}.
      == sample-both
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].sample: json and text at once
      -
      Give exactly one of json, text.
      == secret-as-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.metrics.token.secret.***: this key is not known
      -
      Keys here: env, file, exec, credential. One more problem follows.
      == secret-bad-name
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.metrics.token.secret.env: not the name of an environment variable
      -
      Names look like RPC_URL.
      == secret-inline
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.metrics.token: expected a block of keys, found a text
      -
      Write a block of keys. For example: {secret: {env: NAME}}.
      == secret-nowhere
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.metrics.token.secret: one of env, file, exec, credential is missing
      -
      Give exactly one of env, file, exec, credential.
      == secret-two-places
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.metrics.token.secret: env and file at once
      -
      Give exactly one of env, file, exec, credential.
      == several-mistakes
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.baseUrl: not a whole http or https address
      -
      Give a whole address such as https://api.example.dev. 2 more problems follow.
      == store-missing
      STORE_MISSING (exit 2)
      --engine postgres needs a store, and none is named
      Nothing was contacted.
      Give --store env:NAME, where NAME holds the URL of a PostgreSQL database, or write store: into x402ops.yaml. See: docs/engines.md
      == store-not-postgres
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.store.url: not the address of a PostgreSQL database
      -
      Write postgres://host:5432/database, or name where the whole URL is kept: {secret: {env: NAME}}.
      == store-with-password
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.store.url: this address holds a password
      -
      Write postgres://host:5432/database, or name where the whole URL is kept: {secret: {env: NAME}}.
      == tab
      CONFIG_INVALID (exit 2)
      x402ops.yaml:3: file: a tab is used for indentation
      -
      YAML is indented with spaces.
      == tag
      CONFIG_INVALID (exit 2)
      x402ops.yaml:2: file: tags (!name) are not used here
      -
      Remove the tag.
      == token-without-decimals
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].asset: this token is not known on eip155:8453
      -
      Known: USDC. Other tokens need asset as an address, symbol and decimals.
      == token-wrong-decimals
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.pays[0].decimals: USDC has 6 decimals
      -
      Leave decimals out.
      == two-documents
      CONFIG_INVALID (exit 2)
      x402ops.yaml:2: file: the file holds two documents
      -
      Remove the line "---" between them.
      == unclosed-quote
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: file: a quote, bracket or comma is missing
      -
      Close what was opened on this line or above.
      == unknown-key
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.limits.retries: this key is not known
      -
      Keys here: timeout, deadline, concurrency, rate, burst, rpcConcurrency, rpcRate, maxBodyBytes.
      == unknown-token
      CONFIG_INVALID (exit 2)
      x402ops.yaml:6: profiles.mainnet.pays[0].asset: this token is not known on eip155:8453
      -
      Did you mean USDC? Known: USDC. Other tokens need asset as an address, symbol and decimals.
      == unknown-version
      CONFIG_INVALID (exit 2)
      x402ops.yaml:1: version: not one of the possible values
      -
      Possible: 1.
      == url-plain-http
      URL_NOT_HTTPS (exit 5)
      http://api.example/ is plain http
      Over plain http anyone on the way can change what you see.
      Use https, or --allow-http when you know that path. Loopback addresses are always allowed.
      == url-with-password
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.baseUrl: this address holds a user name or password
      -
      Give a whole address such as https://api.example.dev
      == url-without-scheme
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.baseUrl: not a whole http or https address
      -
      Give a whole address such as https://api.example.dev
      == wrong-method
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes[0].method: not one of the possible values
      -
      Did you mean GET? Possible: GET, POST, PUT, PATCH, DELETE.
      == wrong-type-list
      CONFIG_INVALID (exit 2)
      x402ops.yaml:4: profiles.mainnet.routes: expected a list, found a block of keys
      -
      Write a list.
      == wrong-type-text
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.toggle.on: expected a text, found true or false
      -
      Put it in quotes.
      == wrong-word
      CONFIG_INVALID (exit 2)
      x402ops.yaml:5: profiles.mainnet.reconcile.finality: found a text that is not possible here
      -
      Did you mean finalized? Write latest or safe or finalized or a number."
    `)
  })
})

describe('what messages never say', () => {
  test('no message repeats a value of the file', async () => {
    for (const name of names) expect(await message(name), name).not.toMatch(/CANARY|ca7a51/)
  })
})
