import { readText, readWord } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { together } from '../../core/same-block.ts'
import { findNetwork, findToken } from '../../networks/lookup.ts'
import { finding } from '../catalog.ts'
import type { ChainSeen, NamedDomain, VerifyExpected, VerifySeen } from '../shapes.ts'
import { requiredDomain } from '../transfer.ts'
import { domainText, shown, subject } from '../words.ts'

const about = subject('domain')
const asIs = (text: string) => text

/** What the token calls itself, in words; only an explanation, as a token's domain may differ from its name. */
function calledOnChain({ name, version }: ChainSeen): string {
  const [named, versioned] = [together(name, readText, asIs), together(version, readText, asIs)]
  const first = named.kind === 'agreed' ? `"${shown(named.value)}"` : 'another name'
  return `${first}${versioned.kind === 'agreed' ? ` version ${shown(versioned.value)}` : ''}`
}

function byChain(seen: VerifySeen, chain: ChainSeen, domain: NamedDomain): Finding | null {
  const found = together(chain.separator, readWord, asIs)
  if (found.kind === 'split')
    return finding('CHAIN_SPLIT', about, { said: found.said.join(', ') }, found.evidence)
  if (found.kind === 'blind') return null
  const text = domainText(domain)
  if (found.value === seen.separator)
    return finding('DOMAIN_RIGHT', about, { domain: text, by: 'the token itself says' }, found.evidence)
  const args = {
    domain: text,
    right: calledOnChain(chain),
    by: 'the token has another domain and calls itself',
  }
  return finding('DOMAIN_WRONG', about, args, found.evidence)
}

function byTable({ required }: VerifyExpected, domain: NamedDomain): Finding {
  const network = findNetwork(required.network ?? '')
  const token = network === undefined ? undefined : findToken(network, required.asset ?? '')
  const right = token?.eip712 ?? null
  const text = domainText(domain)
  if (right === null)
    return finding('DOMAIN_NOT_KNOWN', about, { why: 'the token is not in the list of known tokens' })
  if (right.name === domain.name && right.version === domain.version)
    return finding('DOMAIN_RIGHT', about, { domain: text, by: 'in the list of known tokens' })
  const known = domainText({ ...right, chainId: domain.chainId })
  return finding('DOMAIN_WRONG', about, { domain: text, right: known, by: 'the list of known tokens says' })
}

/** Does the requirement name the EIP-712 domain of the token? The token's own word wins over our list. */
export const domain: Check<VerifySeen, VerifyExpected> = {
  id: 'domain',
  question: 'Does the requirement name the EIP-712 domain of the token?',
  judge: (seen, expected) => {
    const { transfer } = expected.payment
    if (transfer === 'permit2') return [finding('DOMAIN_FIXED', about, {})]
    if (transfer !== 'eip3009')
      return [finding('CHAIN_NOT_APPLICABLE', about, { why: 'payments of this kind have no EIP-712 domain' })]
    const named = requiredDomain(expected.required)
    const { name, version } = expected.required.eip712
    if (name === null || version === null) return [finding('DOMAIN_MISSING', about, {})]
    if (named === null) return [finding('DOMAIN_NOT_KNOWN', about, { why: 'the network is no EVM chain' })]
    const asked = seen.chain === null ? null : byChain(seen, seen.chain, named)
    return [asked ?? byTable(expected, named)]
  },
}
