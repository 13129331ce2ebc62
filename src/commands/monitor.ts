import type { Command } from 'commander'
import { durationText } from '../core/duration.ts'
import { OpsError } from '../core/errors.ts'
import type { RunDocument } from '../core/report.ts'
import { requireBaseUrl } from './base-url.ts'
import { type CommandContext, type Outcome, optionText } from './command.ts'
import type { MetricsHistory } from './metrics-history.ts'
import { lookOnce } from './monitor/look.ts'
import { chosenParts, monitorParts } from './monitor/names.ts'
import { type MonitorOutcome, monitorOutcome } from './monitor/outcome.ts'
import { floorMs } from './monitor/rounds.ts'
import { chosenTargets, tellAll } from './monitor/tell.ts'
import { durationFlag } from './numbers.ts'
import { addFlag, addHelpWords, addProfileArgument, collect } from './options.ts'
import { addCacheFlag, addReconcileFlags, profileRequest } from './reconcile-flags.ts'
import { startRun } from './run-parts.ts'

/** `x402ops monitor [profile]`. */
export function define(command: Command): void {
  addProfileArgument(command)
  addFlag(command, '--only <parts>', `${monitorParts.join(', ')}; with commas`)
  addFlag(command, '--route <route>', 'a paid route, such as "POST /v1/ask"; again for more', {
    parse: collect,
  })
  addFlag(command, '--since <time>', 'window of reconcile (24h)')
  addReconcileFlags(command)
  addCacheFlag(command)
  addFlag(command, '--variants', 'matrix: also HEAD and other spellings; can run the paid handler')
  addFlag(command, '--probe-garbage', 'matrix: also send "not-a-payment" as payment header')
  addFlag(command, '--watch [interval]', 'go on until Ctrl-C, a round every 30s; at least 5s', {
    parse: durationFlag('--watch', '30s'),
  })
  addFlag(command, '--alert <name>', 'tell this receiver only; env is MONITOR_WEBHOOK_URL')
  addHelpWords(command, {
    examples: [
      [
        'everything that can be asked without paying',
        'x402ops monitor mainnet --base-url https://api.example.dev',
      ],
      ['for a timer: one line of output a run', 'x402ops monitor mainnet -q -o json'],
      ['only the price list', 'x402ops monitor mainnet --only matrix'],
      ['while something is going on: one line a change', 'x402ops monitor shop --watch'],
    ],
    exitCodes: [
      [0, 'nothing failed'],
      [1, 'something failed'],
      [3, 'something could not be seen'],
    ],
    environment: [
      ['MONITOR_WEBHOOK_URL', 'told when something begins or ends'],
      ['MONITOR_ALERT_MIN_SEVERITY', 'warn (default) or fail'],
    ],
  })
}

const usualIntervalMs = 30_000

/** The interval of `--watch` in milliseconds; null without it. Throws `OpsError` NUMBER_EXPECTED below the floor. */
function watchInterval({ options }: CommandContext): number | null {
  const { watch } = options
  if (watch === undefined || watch === false) return null
  if (typeof watch !== 'number') return usualIntervalMs
  if (watch >= floorMs) return watch
  const example = '--watch 30s (5s or more)'
  throw new OpsError('NUMBER_EXPECTED', { flag: '--watch', value: durationText(watch), example })
}

/** Runs every check that is configured and sums them up in one verdict. */
export async function run(context: CommandContext): Promise<Outcome> {
  const { services, options, global } = context
  const onlyText = optionText(options, 'only')
  const only = chosenParts(onlyText)
  const { profile, notes } = await services.profile(profileRequest(context, 'monitor'))
  const target = requireBaseUrl(profile, 'monitor')
  for (const line of notes) context.note(line)
  const totalMs = global.deadlineMs ?? profile.limits.deadlineMs
  const named = onlyText !== undefined
  let history: MetricsHistory | null = null
  const look = async (): Promise<MonitorOutcome> => {
    const running = startRun(context, 'monitor', profile, totalMs)
    try {
      const looked = await lookOnce(running, context, { only, named, totalMs, history })
      history = looked.history
      return monitorOutcome(running, target, looked)
    } finally {
      running.deadline.stop()
    }
  }
  const everyMs = watchInterval(context)
  const targets = chosenTargets(context, profile)
  const tell = (document: RunDocument) => tellAll(context, profile, document, targets)
  if (everyMs === null) {
    const outcome = await look()
    await tell(outcome.report.document)
    return outcome
  }
  const { watchMonitor } = await import('./monitor/watch.ts')
  return watchMonitor(context, { profile, everyMs, look, tell })
}
