import { findNetwork } from '../../networks/lookup.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import type { ReconcileExpected } from '../expected.ts'

/** One token on one network to be read, and what to ask about it. Addresses in lower case. */
export type Target = {
  readonly network: string
  readonly chainId: number | null
  readonly asset: string
  /** Receiving addresses; transfers to them are read. */
  readonly payTo: readonly string[]
  /** Addresses whose outgoing transfers are read (refunds, sweeps). */
  readonly senders: readonly string[]
  /** The records that may have been paid with this token. */
  readonly records: readonly PaymentRecord[]
}

const unique = (list: readonly string[]) => [...new Set(list)].sort()
const isAddress = (text: string) => /^0x[0-9a-f]{40}$/.test(text)

/** Tokens that records name although the operator does not take them: a payment in the wrong token is found there. */
function foreignTokens(expected: ReconcileExpected, records: readonly PaymentRecord[]): readonly string[] {
  const known = new Set(expected.pays.map(({ network, unit }) => `${network}/${unit.asset}`))
  const named = records.flatMap(({ network, asset }) =>
    network !== null && asset !== null && isAddress(asset) ? [`${network}/${asset}`] : [],
  )
  return unique(named).filter((name) => !known.has(name))
}

function chainIdOf(network: string): number | null {
  const known = findNetwork(network)
  if (known !== undefined) return known.chainId
  const match = /^eip155:(\d{1,15})$/.exec(network)
  return match === null ? null : Number(match[1])
}

/** What to read: every token the operator takes, and every other token that a record names. Pure. */
export function targetsFor(
  expected: ReconcileExpected,
  records: readonly PaymentRecord[],
): readonly Target[] {
  const taken = expected.pays.map(({ network, unit }) => `${network}/${unit.asset}`)
  const names = [...new Set([...taken, ...foreignTokens(expected, records)])]
  return names.map((name) => {
    const cut = name.lastIndexOf('/')
    const [network, asset] = [name.slice(0, cut), name.slice(cut + 1)]
    const ours = expected.pays.filter((pays) => pays.network === network)
    const payTo = unique(ours.flatMap((pays) => pays.payTo.map(({ address }) => address)))
    return {
      network,
      chainId: chainIdOf(network),
      asset,
      payTo,
      senders: unique([...payTo, ...ours.flatMap((pays) => pays.refundFrom)]),
      records: records.filter(
        (record) =>
          (record.network === null || record.network === network) &&
          (record.asset === null || record.asset === asset),
      ),
    }
  })
}
