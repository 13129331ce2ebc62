import type { Command } from 'commander'
import { balance } from '../balance/room.ts'
import { balanceScreen, blocksOf } from '../balance/screen.ts'
import type { BalanceExpected } from '../balance/shapes.ts'
import { targetsOf } from '../balance/targets.ts'
import { evmAddressProblem } from '../config/address.ts'
import { OpsError } from '../core/errors.ts'
import type { BlockTag } from '../core/ports.ts'
import type { Profile } from '../core/profile.ts'
import type { Block, RunDocument } from '../core/report.ts'
import { secondsText } from '../runs/summary.ts'
import { type CommandContext, type OptionValue, type Outcome, optionText } from './command.ts'
import { findingsShown } from './findings-shown.ts'
import { headerBlock } from './header.ts'
import { durationFlag } from './numbers.ts'
import { addFlag, addHelpWords, collect } from './options.ts'
import { endRun, runPart, startRun } from './run-parts.ts'

/** Each takes a few requests of every endpoint. */
const mostAddresses = 20
const base58 = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/

/** `x402ops balance ADDRESS...`. */
export function define(command: Command): void {
  command.argument('<address...>', 'one or more addresses')
  addFlag(command, '--network <id>', 'CAIP-2 id, such as eip155:8453')
  addFlag(command, '--asset <token>', 'token by symbol or address, such as usdc')
  addFlag(command, '--rpc <url>', 'chain endpoint, or env:NAME; again for more', { parse: collect })
  addFlag(command, '--at <block>', 'the newest block that is latest, safe or finalized', {
    choices: ['latest', 'safe', 'finalized'],
    initial: 'latest',
  })
  addFlag(command, '--watch-delta <time>', 'read again after this time and explain the difference', {
    parse: durationFlag('--watch-delta', '60s'),
  })
  addHelpWords(command, {
    examples: [
      ['token and gas of the receiving address', 'x402ops balance 0x.. --network base --rpc env:RPC_URL'],
      ['what no reorg can take back', 'x402ops balance 0x.. --at finalized'],
      ['did money arrive, and by which payments?', 'x402ops balance 0x.. --watch-delta 60s'],
    ],
    exitCodes: [
      [0, 'read, and all endpoints agree'],
      [3, 'an endpoint did not answer, or they contradict each other'],
    ],
  })
}

/** The addresses in lower case, each once. Throws `OpsError` ADDRESS_EXPECTED or USAGE. */
function addressesOf({ args }: CommandContext): readonly string[] {
  const [list] = args
  const given = typeof list === 'string' ? [list] : (list ?? [])
  if (given.length > mostAddresses)
    throw new OpsError('USAGE', { message: `at most ${mostAddresses} addresses at once`, command: 'balance' })
  for (const text of given) {
    const found = base58.test(text) ? undefined : evmAddressProblem(text)
    if (found === undefined) continue
    // A text of another length than an address may be a key; it is not repeated.
    const value = /^0x[0-9a-zA-Z]{1,42}$/.test(text) ? text : '***'
    throw new OpsError('ADDRESS_EXPECTED', { flag: 'the address', value, reason: found.problem })
  }
  return [...new Set(given.map((text) => (base58.test(text) ? text : text.toLowerCase())))]
}

function expectedOf(context: CommandContext, { pays, rpc }: Profile): BalanceExpected {
  const all = addressesOf(context)
  const targets = targetsOf(
    pays.map(({ network, unit }) => ({ network, unit })),
    (network) => (rpc[network] ?? []).length > 0,
  )
  const watch = context.options.watchDelta
  return {
    addresses: all.filter((text) => text.startsWith('0x')),
    targets,
    at: (optionText(context.options, 'at') ?? 'latest') as BlockTag,
    watchMs: typeof watch === 'number' ? watch : null,
  }
}

/** The last line: how many balances were read, and in which time. */
function summary({ findings, startedAt, finishedAt, verdict, exitCode }: RunDocument): Block {
  const read = findings.filter(({ code }) => code === 'BALANCE_READ').length
  const open = findings.filter((one) => one.verdict === 'UNKNOWN').length
  const took = secondsText(Date.parse(finishedAt) - Date.parse(startedAt))
  const counted = `${read} balance${read === 1 ? '' : 's'} read`
  return {
    kind: 'summary',
    text: `${counted}${open === 0 ? '' : `, ${open} unknown`} in ${took}`,
    verdict,
    exitCode,
  }
}

/** Reads token and gas balances at one block that every endpoint names alike. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, clock, global, options } = context
  addressesOf(context)
  const flags: Record<string, OptionValue> = {}
  for (const name of ['network', 'asset', 'rpc']) if (options[name] !== undefined) flags[name] = options[name]
  const { profile, notes } = await services.profile({
    name: global.profile ?? null,
    command: 'balance',
    flags,
  })
  const expected = expectedOf(context, profile)
  for (const line of notes) context.note(line)
  const deadlineMs = (global.deadlineMs ?? profile.limits.deadlineMs) + (expected.watchMs ?? 0)
  const running = startRun(context, 'balance', profile, deadlineMs)
  const chain = await services.chain(profile)
  const waiting = (ms: number) => context.progress(`waiting ${Math.round(ms / 1000)} s`)
  const part = await runPart(running, balance, expected, { nodes: chain.nodes, clock, waiting })
  const blocks = blocksOf(part.seen)
  const outcome = endRun(running, {
    target: null,
    parts: [part],
    ...(blocks === null ? {} : { window: blocks }),
    next: () => [],
    screen: (document) => [
      headerBlock(running, null),
      ...balanceScreen(part.seen, expected, part.findings),
      ...findingsShown(
        document.findings.filter(({ code }) => code !== 'BALANCE_READ' && code !== 'DELTA_CLOSES'),
        global.verbose,
      ),
      summary(document),
    ],
  })
  if (outcome.kind !== 'report') return outcome
  // A balance is a moment; runs are kept to be compared and packed.
  const { save: _notKept, ...rest } = outcome
  return rest
}
