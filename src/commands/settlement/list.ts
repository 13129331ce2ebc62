import { OpsError } from '../../core/errors.ts'
import type { ExitCode } from '../../core/report.ts'
import { reconcile } from '../../reconcile/room.ts'
import type { ReconcileSeen } from '../../reconcile/seen.ts'
import { comparedBooks } from '../../runs/compared-books.ts'
import { countedWords } from '../../runs/matched-counted.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { type ListedPayment, listPayments, listTable, ofRun } from '../../settlement/listed.ts'
import { stateNames } from '../../settlement/watch-words.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { profileRequest } from '../reconcile-flags.ts'
import { titleBlock } from './title.ts'

/** The states asked for; null = all that have not ended. Throws `OpsError` USAGE for a word that is no state. */
function wantedStates(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null
  if (text === 'all') return stateNames
  const words = text.split(',').map((word) => word.trim().replaceAll('-', '_'))
  const wrong = words.find((word) => !stateNames.includes(word))
  if (wrong === undefined) return words
  throw new OpsError('USAGE', {
    message: `--state knows no state "${wrong.slice(0, 40)}"`,
    suggestion: `States: all, ${stateNames.join(', ')}.`,
    command: 'settlement list ',
  })
}

function seenBy({ document, rooms }: SavedRun): readonly ListedPayment[] {
  const part = rooms.find(({ room }) => room === reconcile.name)
  const cases = (part?.seen as ReconcileSeen | undefined)?.cases
  return Array.isArray(cases) ? ofRun(document.runId, document.startedAt, cases) : []
}

/** What the newest run that compared books and chain knows of payments; null when there is none that can be read. */
async function fromNewestRun(
  store: RunStore,
  profile: string,
  wanted: readonly string[] | null,
  note: CommandContext['note'],
) {
  const { runs } = await store.list(profile)
  const newest = runs.find(comparedBooks)
  if (newest === undefined) return null
  try {
    const run = await store.load(profile, newest.runId)
    const counted = countedWords(run)
    // They are confirmed and have ended: a list of those that have not lacks none of them.
    if (counted !== null && wanted?.includes('confirmed') === true) {
      note(`note: ${counted}: they are not in this list`)
    }
    return seenBy(run)
  } catch (error) {
    if (!(error instanceof OpsError)) throw error
    note(`note: run ${newest.runId} is not used: ${error.message}`)
    return null
  }
}

/** `x402ops settlement list`: the payments that are followed, and those that the newest run left undecided. */
export async function runList(context: CommandContext): Promise<Outcome> {
  const { services, options, note } = context
  const wanted = wantedStates(optionText(options, 'state'))
  const { profile } = await services.profile(profileRequest(context, 'settlement'))
  const store = await services.store()
  const { tracks, damaged } = await store.tracks(profile.name)
  if (damaged !== null) note(`note: ${damaged}; what was followed is not known`)
  const ofRuns = await fromNewestRun(store, profile.name, wanted, note)
  const all = listPayments(tracks, ofRuns ?? [])
  const payments = all.filter(({ state, ended }) => (wanted === null ? !ended : wanted.includes(state)))
  // An empty list of a profile at which nobody ever looked says nothing about its payments.
  const isUnseen = ofRuns === null && tracks.length === 0
  const unknown = damaged ?? (isUnseen ? 'no saved run has compared books and chain' : null)
  const exitCode: ExitCode = unknown === null ? 0 : 3
  const of = wanted === null ? 'not ended' : 'in these states'
  const count = `${payments.length} payment${payments.length === 1 ? '' : 's'} ${of}`
  const open = payments.filter(({ from, ended }) => from === 'followed' && !ended)
  const name = profile.name === 'mainnet' ? '' : ` --profile ${profile.name}`
  const watch = open.length === 0 ? [] : [`x402ops settlement watch${name}`]
  return {
    kind: 'screen',
    screen: [
      titleBlock(context, 'settlement list', profile),
      ...(payments.length === 0
        ? []
        : [
            listTable(
              payments,
              profile.pays.map(({ unit }) => unit),
            ),
          ]),
      {
        kind: 'summary',
        text: unknown === null ? count : `${isUnseen ? 'payments not known' : count}; ${unknown}`,
        verdict: unknown === null ? 'INFO' : 'UNKNOWN',
        exitCode,
      },
    ],
    next: isUnseen ? [`x402ops reconcile ${profile.name} --since 24h`] : watch,
    exitCode,
    data: { schema: 'x402ops.settlement-list/v1', profile: profile.name, unknown, payments },
    rows: payments.map((payment) => ({ schema: 'x402ops.settlement-event/v1', type: 'payment', payment })),
  }
}
