import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { findNetwork } from '../../networks/lookup.ts'
import { finding } from '../catalog.ts'
import { kindText, listed, nameFor, networksOf, testOnly } from '../kinds.ts'
import { allSubject, counting, evidenceOf, type Pair, pairs, subjectOf, supportedOf } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen, Supported, WantedKind } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

type Read = { readonly pair: Pair; readonly supported: Supported }

function evidence({ pair }: Read) {
  return evidenceOf(counting(pair), `GET ${pair.target.label}/supported`)
}

function judgeKind(wanted: WantedKind, read: readonly Read[], unread: number): readonly Finding[] {
  const kind = kindText(wanted)
  const found = read.map((one) => ({ ...one, how: listed(one.supported.kinds, wanted) }))
  const elsewhere = found.flatMap(({ how, pair }) => (how === 'yes' ? [pair.target.label] : []))
  return found.map((one) => {
    const of = one.pair.target.label
    const subject = subjectOf(one.pair.target, kind)
    if (one.how === 'yes') return finding('FACILITATOR_KIND_LISTED', subject, { kind, of }, evidence(one))
    if (one.how === 'other-version') {
      const args = { kind, of, shown: wanted.version !== null }
      return finding('FACILITATOR_KIND_OTHER_VERSION', subject, args, evidence(one))
    }
    if (one.how === 'other-name') {
      const args = { kind, of, name: nameFor(wanted.version ?? 2, wanted.network), elsewhere }
      return finding('FACILITATOR_KIND_OTHER_NAME', subject, args, evidence(one))
    }
    const args = { kind, of, wantedBy: wanted.from, elsewhere, unread }
    return finding('FACILITATOR_KIND_MISSING', subject, args, evidence(one))
  })
}

function judgeOffer(one: Read, { kinds }: FacilitatorExpected): readonly Finding[] {
  const { pair, supported } = one
  const of = pair.target.label
  const networks = networksOf(supported)
  const args = {
    ...{ of, networks, extensions: supported.extensions },
    schemes: [...new Set(supported.kinds.map(({ scheme }) => scheme))].sort(),
    signers: new Set(supported.signers.flatMap(({ addresses }) => addresses)).size,
  }
  const real = kinds.some(({ network }) => findNetwork(network)?.testnet === false)
  const wrong = real && testOnly(supported)
  return [
    finding('FACILITATOR_OFFERS', subjectOf(pair.target, 'offers'), args, evidence(one)),
    ...(wrong
      ? [
          finding(
            'FACILITATOR_TESTNET_ONLY',
            subjectOf(pair.target, 'tests'),
            { of, networks },
            evidence(one),
          ),
        ]
      : []),
  ]
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  if (expected.kinds.length === 0) return [finding('FACILITATOR_NO_KINDS', allSubject('kinds'), {})]
  const all = pairs(seen, expected)
  const read = all.flatMap((pair) => {
    const supported = supportedOf(pair)
    return supported === null ? [] : [{ pair, supported }]
  })
  const silent = all.filter((pair) => supportedOf(pair) === null).map(({ target }) => target)
  return [
    ...read.flatMap((one) => judgeOffer(one, expected)),
    ...expected.kinds.flatMap((wanted) => judgeKind(wanted, read, silent.length)),
    ...notSeen('kinds', 'what it supports', silent),
  ]
}

/** What is advertised against what the profile and the live 402s ask for; version, scheme and network. */
export const kinds: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'kinds',
  question: 'Does it list every kind of payment that the service asks for?',
  judge,
}
