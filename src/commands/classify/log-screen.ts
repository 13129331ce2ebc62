import { classes, classOrder, type FailureClass } from '../../classify/classes.ts'
import { laggingNode, ownersOf, type Scope, scopesOf, sharedReasons } from '../../classify/scope.ts'
import { type RowCount, type Tally, wouldOpen } from '../../classify/tally.ts'
import type { Block, Cell } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import type { CommandContext, Outcome } from '../command.ts'

const rowsShown = 20
const namesShown = 5

/** What is known to make settle refuse what verify took. */
const pairCauses = [
  'the EIP-712 name or version of the token in the terms is not that of its contract ("USDC" for "USD Coin")',
  'the price is below the smallest amount of the facilitator (CDP: 1000 atomic units)',
  'the facilitator takes stricter payloads at settle: version 1 against 2, optional fields, resource URL',
  'asset and network of the terms do not belong together',
]

function sortedRows({ rows }: Tally): readonly RowCount[] {
  return [...rows.values()].sort((a, b) => b.count - a.count || (a.said.row < b.said.row ? -1 : 1))
}

function classRows({ byClass }: Tally): readonly (readonly [FailureClass, number])[] {
  return classOrder
    .map((name) => [name, byClass.get(name) ?? 0] as const)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1])
}

function scopeLine({ kind, name, because }: Scope): string {
  return `${kind}${name === null ? '' : ` ${safe(name, 80)}`} (${because})`
}

function sharedLine({ row, payers, of, count }: ReturnType<typeof sharedReasons>[number]): string {
  return `${safe(row, 100)}: ${payers} of ${of} payers, ${count} times: our terms are wrong (permanent-config, us)`
}

function pairsOf(tally: Tally): Block {
  const owners = ownersOf(tally).map(({ owner, count }) => `${owner} ${count}`)
  const verified = [...tally.pairReasons].sort((a, b) => b[1] - a[1])
  const both = verified.reduce((sum, [, count]) => sum + count, 0)
  const lagging = laggingNode(tally)
  const pairs: (readonly [string, string])[] = [
    ...scopesOf(tally).map((scope) => ['Scope', scopeLine(scope)] as const),
    ...(owners.length === 0 ? [] : [['Owner', owners.join(', ')] as const]),
    ...sharedReasons(tally)
      .slice(0, namesShown)
      .map((shared) => ['Shared', sharedLine(shared)] as const),
  ]
  if (both > 0) {
    const named = verified.slice(0, namesShown).map(([row, count]) => `${safe(row, 100)} ${count}`)
    pairs.push([
      'VERIFY_OK_SETTLE_FAIL',
      `${both} payments were valid at verify and refused at settle: ${named.join(', ')}`,
    ])
    for (const cause of pairCauses) pairs.push(['', `known cause: ${cause}`])
  }
  if (lagging !== undefined) {
    const text = `${lagging.count} proofs of ${lagging.payers.size} payers are not seen yet: the node of the gate lags or fails; no fraud`
    pairs.push(['Node', text])
  }
  for (const { route, longest } of wouldOpen(tally).slice(0, namesShown)) {
    pairs.push([
      'Breaker',
      `${safe(route, 80)}: ${longest} in a row; a breaker that counts to ${tally.breakerAt} would be open`,
    ])
  }
  if (tally.overflow.size > 0) {
    pairs.push([
      'Not whole',
      `too many different names to keep all: ${[...tally.overflow].sort().join(', ')}`,
    ])
  }
  return { kind: 'pairs', pairs }
}

function reasonTable(tally: Tally): readonly Block[] {
  const rows = sortedRows(tally)
  if (rows.length === 0) return []
  const shown = rows
    .slice(0, rowsShown)
    .map(({ said, count, payers, firstLine }): readonly Cell[] => [
      String(count),
      safe(said.row, 100),
      said.class,
      said.retry,
      payers.size === 0 ? '-' : String(payers.size),
      String(firstLine),
    ])
  const more = rows.length - shown.length
  const table: Block = {
    kind: 'table',
    columns: [
      { title: 'COUNT', align: 'right' },
      { title: 'DECIDED BY' },
      { title: 'CLASS' },
      { title: 'RETRY', wrap: false },
      { title: 'PAYERS', align: 'right' },
      { title: 'FIRST LINE', align: 'right' },
    ],
    rows: shown,
  }
  return more > 0
    ? [table, { kind: 'lines', lines: [`... ${more} more; -o json shows all of them`] }]
    : [table]
}

function headLine({ lines, failures, fine, challenges, silent, cut }: Tally): string {
  const parts = [
    `${lines} lines: ${failures} failures`,
    `${fine} fine`,
    `${challenges} bare 402`,
    `${silent} about neither`,
    ...(cut === 0 ? [] : [`${cut} too long and read in part`]),
  ]
  return parts.join(', ')
}

/** The screen and data of a log: counts, scope, owner; never a line of it. */
export function logOutcome(_context: CommandContext, tally: Tally, deployAt: number | null): Outcome {
  const unknown = tally.byClass.get('unknown') ?? 0
  const counted = classRows(tally)
  const [worst] = counted
  const classTable: Block = {
    kind: 'table',
    columns: [{ title: 'COUNT', align: 'right' }, { title: 'CLASS', wrap: false }, { title: 'WHAT IT IS' }],
    rows: counted.map(([name, count]) => [String(count), name, classes[name].title]),
  }
  return {
    kind: 'screen',
    screen: [
      { kind: 'lines', lines: [headLine(tally)] },
      ...(counted.length === 0 ? [] : [classTable]),
      ...reasonTable(tally),
      ...(counted.length === 0 ? [] : [pairsOf(tally)]),
    ],
    next: worst === undefined ? [] : [`x402ops explain ${worst[0]}`],
    exitCode: unknown > 0 ? 3 : 0,
    data: logData(tally, deployAt),
  }
}

function logData(tally: Tally, deployAt: number | null): unknown {
  const { lines, failures, fine, challenges, silent, cut } = tally
  return {
    ...{ schema: 'x402ops.classify/v1', kind: 'log', lines, failures, fine, challenges, silent, cut },
    deployAt: deployAt === null ? null : new Date(deployAt).toISOString(),
    classes: Object.fromEntries(classRows(tally)),
    reasons: sortedRows(tally).map(({ said, count, payers, firstLine }) => ({
      ...{ row: safe(said.row, 200), class: said.class, retry: said.retry, breaker: said.breaker },
      ...{ owner: said.owner, playbook: said.playbook, count, payers: payers.size, firstLine },
    })),
    scopes: scopesOf(tally).map(({ kind, name, because }) => ({
      ...{ kind, name: name === null ? null : safe(name, 200), because },
    })),
    owners: ownersOf(tally),
    shared: sharedReasons(tally).map((shared) => ({ ...shared, class: 'permanent-config', owner: 'us' })),
    verifyOkSettleFail: [...tally.pairReasons].map(([row, count]) => ({ row: safe(row, 200), count })),
    breakerCountsTo: tally.breakerAt,
    breakerWouldOpen: wouldOpen(tally).map(({ route, longest }) => ({ route: safe(route, 200), longest })),
    notWhole: [...tally.overflow].sort(),
  }
}
