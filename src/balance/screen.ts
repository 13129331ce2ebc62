import type { Amount } from '../core/money.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block, Cell, RunWindow } from '../core/report.ts'
import { formatUtc } from '../core/time.ts'
import type { BalanceExpected, BalanceSeen } from './shapes.ts'
import { targetOf } from './units.ts'

const short = (hash: string) => `${hash.slice(0, 6)}..${hash.slice(-4)}`
const time = (timestamp: number) => formatUtc(new Date(timestamp * 1000))

function blockLines({ networks }: BalanceSeen, expected: BalanceExpected): readonly string[] {
  return networks.flatMap(({ network, before, watched }) => {
    const name = targetOf(expected, network)?.name ?? network
    return [before, ...(watched === null ? [] : [watched.after])].map(({ at }) => {
      if (at.block === null) return `${name}  no block: ${at.why}`
      const { number, hash, timestamp } = at.block
      return `${name}  block ${number} ${short(hash)}  ${time(timestamp)}  ${at.finality}`
    })
  })
}

/** The blocks and the balances, one row for each unit of each address; what was watched below. */
export function balanceScreen(
  seen: BalanceSeen,
  expected: BalanceExpected,
  findings: readonly PhrasedFinding[],
): readonly Block[] {
  const rows = seen.networks.flatMap(({ network }) =>
    expected.addresses.flatMap((address) =>
      [...(targetOf(expected, network)?.tokens ?? []).map(({ symbol }) => symbol), 'gas'].flatMap(
        (unit): readonly (readonly Cell[])[] => {
          const about = findings.find(
            ({ subject, check }) => check === 'balances' && subject.id === `${network} ${address} ${unit}`,
          )
          if (about === undefined) return []
          const read = about.code === 'BALANCE_READ'
          const amount = about.args.amount as Amount
          return [[address, read ? amount : `${unit}: ${about.verdict}`]]
        },
      ),
    ),
  )
  const columns = [
    { title: 'ADDRESS', wrap: false as const },
    { title: 'BALANCE', align: 'right' as const, wrap: false as const },
  ]
  const deltas = findings.filter(({ code }) => code === 'DELTA_CLOSES').map(({ text }) => text)
  return [
    { kind: 'lines', lines: blockLines(seen, expected) },
    ...(rows.length === 0 ? [] : [{ kind: 'table', columns, rows } as const]),
    ...(deltas.length === 0 ? [] : [{ kind: 'lines', lines: deltas } as const]),
  ]
}

/** The blocks that were read, as a run document names them; null when there is none. */
export function blocksOf({ networks }: BalanceSeen): RunWindow | null {
  const found = networks.flatMap(({ network, before, watched }) => {
    const first = before.at.block
    const last = watched?.after.at.block ?? first
    return first === null || last === null ? [] : [{ network, first, last }]
  })
  if (found.length === 0) return null
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString()
  return {
    from: iso(Math.min(...found.map(({ first }) => first.timestamp))),
    to: iso(Math.max(...found.map(({ last }) => last.timestamp))),
    blocks: Object.fromEntries(
      found.map(({ network, first, last }) => [
        network,
        { from: first.number, to: last.number, fromHash: first.hash, toHash: last.hash },
      ]),
    ),
  }
}
