import { valueIfSeen } from '../core/observation.ts'
import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block, Cell } from '../core/report.ts'
import { worst } from '../core/verdict.ts'
import { medianOf } from './checks/sources.ts'
import type { EndpointSeen, RpcExpected, RpcSeen, SpanSeen } from './shapes.ts'
import { largestSpan } from './span.ts'
import { networkOf } from './view.ts'

function spanText(span: SpanSeen | null): string {
  if (span === null || (span.refused === null && span.why !== null)) return '-'
  return span.refused === null && span.answered >= largestSpan ? `${largestSpan}+` : `${span.answered}`
}

function ageText(seconds: number): string {
  const size = Math.abs(seconds)
  const text =
    size < 600 ? `${size} s` : size < 36_000 ? `${Math.round(size / 60)} min` : `${Math.round(size / 3600)} h`
  return seconds < 0 ? `in ${text}` : text
}

function cells({ rest, timesMs }: EndpointSeen): readonly string[] {
  const head = rest === null ? null : valueIfSeen(rest.head.block)
  if (rest === null || head === null) return ['-', '-', '-', '-', '-']
  const age = Math.round(Date.parse(rest.head.block.at) / 1000) - head.timestamp
  const final = valueIfSeen(rest.finalized)
  return [
    `${head.number}`,
    ageText(age),
    final === null ? '-' : `-${head.number - final.number}`,
    spanText(rest.span),
    `${medianOf(timesMs) ?? 0} ms`,
  ]
}

/** One table for each network: every endpoint with its head, what is final to it, its span and its time. */
export function rpcScreen(
  seen: RpcSeen,
  { targets }: RpcExpected,
  findings: readonly PhrasedFinding[],
): readonly Block[] {
  const right = (title: string) => ({ title, align: 'right' as const, wrap: false as const })
  const columns = [
    { title: 'STATE', wrap: false as const },
    { title: 'ENDPOINT' },
    ...['HEAD', 'AGE', 'FINAL', 'LOGS', 'ANSWER'].map(right),
  ]
  return targets.flatMap((target): readonly Block[] => {
    const endpoints = networkOf(seen, target)?.endpoints ?? []
    if (endpoints.length === 0) return []
    const rows = endpoints.map((endpoint): readonly Cell[] => {
      const id = `${target.network} ${endpoint.name}`
      // Nobody knows which of them is right, so none of them stands as good.
      const split = endpoint.rest === null ? null : target.network
      const own = findings.filter(
        ({ subject, code }) =>
          subject.id === id ||
          subject.id.startsWith(`${id} `) ||
          (code === 'RPC_HASHES_DISAGREE' && subject.id === split),
      )
      const loud = own.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'INFO')
      return [{ verdict: worst(['PASS', ...loud]) }, endpoint.name, ...cells(endpoint)]
    })
    return [{ kind: 'table', title: `${target.name} (${target.network})`, columns, rows }]
  })
}
