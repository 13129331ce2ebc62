import { OpsError } from '../core/errors.ts'
import type { Unit } from '../core/money.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Pays, PayTo } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import { caip2, findNetwork, findToken } from '../networks/lookup.ts'
import { evmAddressProblem, normalAddress } from './address.ts'
import type { Given } from './given.ts'
import { errorAt, type Layer, type Origin, type ProfileTree } from './layers.ts'
import { networkProblem } from './network.ts'
import type { Path } from './problem.ts'
import { instantText } from './quantity.ts'

type PaysConfig = ProfileTree['pays'][number]

/** One entry of `pays` as written, with where its parts came from. */
export type PaysEntry = { readonly value: PaysConfig; readonly originOf: (path: Path) => Origin }

function usage(message: string): OpsError {
  return new OpsError('USAGE', { message, command: '' })
}

const sameAsset = (entry: PaysConfig, asset: string) => {
  const network = findNetwork(entry.network)
  const address = network === undefined ? undefined : findToken(network, entry.asset)?.address
  const wanted = asset.toLowerCase()
  return [entry.asset, entry.symbol, address].some((text) => text?.toLowerCase() === wanted)
}

/** The entry that `--network` and `--asset` describe when no configured one does. */
function freshEntry(given: Given, networks: readonly string[]): PaysEntry {
  const label = given.network?.label ?? given.asset?.label ?? ''
  const origin: Origin = { kind: given.network?.by ?? 'flag', text: label, place: null }
  const [only, ...others] = [...new Set(networks)]
  const id = given.network === undefined ? only : caip2(given.network.value)
  if (id === undefined || (given.network === undefined && others.length > 0)) {
    throw usage(`${label} needs --network, because the profile does not take one network only`)
  }
  const network = findNetwork(id)
  if (network === undefined) {
    throw usage(
      `${safe(id, 60)} is not known here; describe it in x402ops.yaml: pays with symbol and decimals`,
    )
  }
  const asset = given.asset?.value ?? network.tokens[0]?.symbol ?? ''
  if (findToken(network, asset) === undefined) {
    const known = network.tokens.map(({ symbol }) => symbol)
    const what = `${safe(asset, 60)} is not a token known on ${network.name}`
    throw usage(`${what}. ${didYouMean(asset, known)}Known: ${known.join(', ')}; others need x402ops.yaml`)
  }
  return { value: { network: id, asset }, originOf: () => origin }
}

function withPayTo(entry: PaysEntry, given: Given): PaysEntry {
  const { payTo } = given
  if (payTo === undefined || !caip2(entry.value.network).startsWith('eip155:')) return entry
  for (const address of payTo.value) {
    const found = evmAddressProblem(address)
    if (found === undefined) continue
    // A text of another length than an address may be a key; it is not repeated.
    const value = /^0x[0-9a-zA-Z]{1,42}$/.test(address) ? address : '***'
    throw new OpsError('ADDRESS_EXPECTED', { flag: payTo.label, value, reason: found.problem })
  }
  const origin: Origin = { kind: payTo.by, text: payTo.label, place: null }
  return {
    value: { ...entry.value, payTo: [...payTo.value] },
    originOf: (path) => (path[0] === 'payTo' ? origin : entry.originOf(path)),
  }
}

/**
 * The entries of `pays` after `--network`, `--asset` and `--pay-to`: the first two choose among the entries,
 * or make one when none fits; the last replaces the receivers of every EVM entry.
 * Throws `OpsError` USAGE or ADDRESS_EXPECTED.
 */
export function choosePays(merged: Layer, pays: ProfileTree['pays'], given: Given): readonly PaysEntry[] {
  const { network, asset } = given
  const bad = network === undefined ? undefined : networkProblem(network.value)
  if (bad !== undefined) throw usage(`${network?.label}: ${bad.problem}. ${bad.suggestion}`)
  const all = pays.map(
    (value, index): PaysEntry => ({ value, originOf: (path) => merged.originOf(['pays', index, ...path]) }),
  )
  const onNetwork = all.filter(
    ({ value }) => network === undefined || caip2(value.network) === caip2(network.value),
  )
  const chosen = onNetwork.filter(({ value }) => asset === undefined || sameAsset(value, asset.value))
  const nothingFits = chosen.length === 0 && (network !== undefined || asset !== undefined)
  const networks = pays.map((value) => caip2(value.network))
  const entries = nothingFits ? [freshEntry(given, networks)] : chosen
  return entries.map((entry) => withPayTo(entry, given))
}

function payToOf(value: PaysConfig): readonly PayTo[] {
  return (value.payTo ?? []).map((entry) => {
    const { address, from, until } = typeof entry === 'string' ? { address: entry } : entry
    return {
      address: normalAddress(address),
      from: from ? (instantText(from) ?? null) : null,
      until: until ? (instantText(until) ?? null) : null,
    }
  })
}

function unitOf(entry: PaysEntry, index: number): Pick<Pays, 'unit' | 'eip712'> {
  const { value } = entry
  const id = caip2(value.network)
  const network = findNetwork(id)
  const token = network === undefined ? undefined : findToken(network, value.asset)
  const fail = (key: string, problem: string, suggestion: string) =>
    errorAt(entry.originOf([key]), ['pays', index, key], { problem, suggestion })
  if (token !== undefined) {
    if (value.decimals !== undefined && value.decimals !== token.decimals) {
      throw fail('decimals', `${token.symbol} has ${token.decimals} decimals`, 'Leave decimals out.')
    }
    const { address, decimals } = token
    const unit: Unit = { network: id, asset: address, decimals, symbol: value.symbol ?? token.symbol }
    return { unit, eip712: value.eip712 ?? token.eip712 }
  }
  const { symbol, decimals, asset } = value
  if (symbol !== undefined && decimals !== undefined && /^0x|^.{32,44}$/.test(asset)) {
    return {
      unit: { network: id, asset: normalAddress(asset), decimals, symbol },
      eip712: value.eip712 ?? null,
    }
  }
  const known = network?.tokens.map((item) => item.symbol) ?? []
  const hint = known.length === 0 ? '' : `${didYouMean(asset, known)}Known: ${known.join(', ')}. `
  const suggestion = `${hint}Other tokens need asset as an address, symbol and decimals.`
  throw fail('asset', `this token is not known on ${id}`, suggestion)
}

/** The entries of `pays` in the form that rooms use. Throws `OpsError` CONFIG_INVALID for a token nobody knows. */
export function resolvePays(entries: readonly PaysEntry[]): readonly Pays[] {
  return entries.map((entry, index) => ({
    network: caip2(entry.value.network),
    ...unitOf(entry, index),
    payTo: payToOf(entry.value),
    forbiddenPayTo: (entry.value.forbiddenPayTo ?? []).map(normalAddress),
    refundFrom: (entry.value.refundFrom ?? []).map(normalAddress),
  }))
}
