import { findNetwork, findToken } from '../../networks/lookup.ts'
import type { Offer, Terms } from '../challenge.ts'
import { field, isJsonObject, kindOf } from '../fields.ts'

// 20 bytes of hex: a fixed length, so linear.
const evmAddress = /^0x[0-9a-fA-F]{40}$/
// Printable ASCII, 1 to 32 characters: the rule of @x402/core for service names and tags.
const shortAscii = /^[ -~]{1,32}$/

function objectOrAbsent(json: unknown, key: string, name = key): readonly string[] {
  const value = field(json, key)
  return value === undefined || value === null || isJsonObject(value)
    ? []
    : [`${name} is ${kindOf(value)} instead of an object`]
}

function lintResource(json: unknown): readonly string[] {
  const resource = field(json, 'resource')
  if (resource === undefined) return ['resource.url is missing']
  if (!isJsonObject(resource)) return [`resource is ${kindOf(resource)} instead of an object with a url`]
  const problems: string[] = []
  const url = field(resource, 'url')
  if (typeof url !== 'string' || url === '') problems.push('resource.url is missing or no text')
  const name = field(resource, 'serviceName')
  if (name !== undefined && !(typeof name === 'string' && shortAscii.test(name)))
    problems.push('resource.serviceName is not 1 to 32 printable ASCII characters')
  const tags = field(resource, 'tags')
  const fits = (tag: unknown) => typeof tag === 'string' && shortAscii.test(tag)
  if (tags !== undefined && !(Array.isArray(tags) && tags.length <= 5 && tags.every(fits)))
    problems.push('resource.tags are not at most 5 texts of 1 to 32 characters')
  const icon = field(resource, 'iconUrl')
  if (icon !== undefined && !(typeof icon === 'string' && icon.length <= 2048))
    problems.push('resource.iconUrl is no text of at most 2048 characters')
  return problems
}

function lintDomain({ network, asset, eip712, transfer, scheme }: Terms): readonly string[] {
  if (network?.startsWith('eip155:') !== true || scheme !== 'exact' || transfer === 'permit2') return []
  if (eip712.name === null || eip712.version === null)
    return ['extra.name or extra.version is missing, so payers cannot sign']
  const known = findNetwork(network)
  const own = known === undefined || asset === null ? null : (findToken(known, asset)?.eip712 ?? null)
  if (own === null) return []
  return own.name === eip712.name && own.version === eip712.version
    ? []
    : ["extra.name and extra.version are not the token's own, so signatures will not verify"]
}

function lintEntry(entry: unknown, terms: Terms, version: number | null): readonly string[] {
  const problems = [...terms.unreadable, ...terms.problems, ...objectOrAbsent(entry, 'extra')]
  if (version === 2 && field(entry, 'maxAmountRequired') !== undefined)
    problems.push('maxAmountRequired is the version 1 name of amount')
  if (version === 1 && field(entry, 'amount') !== undefined)
    problems.push('amount is the version 2 name of maxAmountRequired')
  if (version === 1 && terms.networkSent?.includes(':') === true)
    problems.push('a version 2 network id in version 1 terms')
  if (version === 1 && field(entry, 'resource') === undefined) problems.push('resource is missing')
  if (version === 1 && typeof field(entry, 'description') !== 'string')
    problems.push('description is missing or no text')
  const evm = terms.network?.startsWith('eip155:') === true && terms.scheme !== 'onchain-proof'
  for (const key of ['asset', 'payTo'] as const)
    if (evm && terms[key] !== null && !evmAddress.test(terms[key])) problems.push(`${key} is no EVM address`)
  return [...problems, ...lintDomain(terms)]
}

/**
 * What does not conform in the terms of a 402, beyond what reading them reported: the schema of both versions, the
 * digits of amounts, addresses, and the signing domain of tokens that are known.
 */
export function lintRequired(json: unknown, offer: Offer): readonly string[] {
  const accepts = field(json, 'accepts')
  const entries: readonly unknown[] = Array.isArray(accepts) ? accepts : [json]
  const version = offer.x402Version
  const problems: string[] = []
  if (version === 2 && offer.dialect !== 'bare') problems.push(...lintResource(json))
  if (entries.length === 0 && offer.dialect !== 'sign-in') problems.push('accepts is empty')
  problems.push(...objectOrAbsent(json, 'extensions'))
  const several = offer.accepts.length > 1 || offer.dialect !== 'bare'
  for (const [index, terms] of offer.accepts.entries())
    for (const problem of lintEntry(entries[index], terms, version))
      problems.push(several ? `accepts[${index}]: ${problem}` : problem)
  return problems
}
