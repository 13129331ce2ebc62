import { isOpsError, OpsError } from '../../core/errors.ts'
import type { Profile, ToggleSettings } from '../../core/profile.ts'
import type { Block } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import { formatUtc } from '../../core/time.ts'
import { flagsAgain, shellWord } from '../again.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { profileRequest } from '../reconcile-flags.ts'

type State = 'on' | 'off'

/** What would be run, and everything that stands in the way of it. */
type Change = {
  readonly profile: Profile
  readonly settings: ToggleSettings
  readonly to: State
  readonly value: string
  readonly argv: readonly string[]
}

const placeholder = '{value}'
// A command of several words in one argument is read by a shell again. Anchored names: linear.
const shells = /^(?:ba|da|k|mk|z|fi|pw)?sh$|^cmd(?:\.exe)?$|^powershell(?:\.exe)?$/
const plainValue = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,63}$/
const other = { on: 'off', off: 'on' } as const

function nothing(what: string): OpsError {
  return new OpsError('TOGGLE_NOT_CONFIGURED', { what })
}

function isRead(exec: readonly string[]): boolean {
  return exec.some((word) => shells.test(word.split(/[\\/]/).at(-1) ?? ''))
}

function changeOf(profile: Profile, to: State): Change {
  const { toggle: settings } = profile
  if (settings === undefined || settings.exec === null) throw nothing('toggle.exec is not configured')
  const value = settings[to]
  if (value === null)
    throw nothing(`toggle.${to}, the word that your service takes for ${to}, is not configured`)
  if (!settings.exec.some((word) => word.includes(placeholder))) {
    throw nothing(`toggle.exec holds no ${placeholder}, so it would do the same for on and off`)
  }
  // The word is config, but what reads it is code: beyond a plain word it could be a flag or a second command.
  if (!plainValue.test(value) && (isRead(settings.exec) || settings.exec.includes(placeholder))) {
    throw nothing(
      `toggle.${to} is no plain word, and toggle.exec hands it to a shell or as an argument of its own`,
    )
  }
  if (to === 'off' && settings.flagOffMeans === 'open') {
    throw new OpsError('TOGGLE_OFF_IS_OPEN', { profile: profile.name })
  }
  return {
    profile,
    settings,
    to,
    value,
    // A function: "$&" in the word would otherwise stand for what is replaced.
    argv: settings.exec.map((word) => word.replaceAll(placeholder, () => value)),
  }
}

function stateOf({ options }: CommandContext): State {
  const to = optionText(options, 'to')
  if (to === 'on' || to === 'off') return to
  throw new OpsError('USAGE', { message: 'toggle apply needs --to off or --to on', command: 'toggle apply ' })
}

/** Every guard that the operator should know of before the command runs; nothing else is hidden behind it. */
function guardsOf({ settings, to }: Change): readonly string[] {
  if (to === 'on') return ['switch on only when the cause is fixed: x402ops toggle guide says what must hold']
  return settings.flagOffMeans === 'unknown'
    ? ['what off means is not known (toggle.flagOffMeans): it could open every route']
    : [`off means ${settings.flagOffMeans}`]
}

const lineOf = (argv: readonly string[]) => argv.map(shellWord).join(' ')

function again(context: CommandContext, { profile }: Change, to: State): string {
  const flags = flagsAgain(context, ['config', 'stateDir', 'runsStore'])
  return `x402ops toggle apply ${profile.name} --to ${to} --confirm ${profile.name}${flags}`
}

function previewLines(change: Change): readonly string[] {
  const { settings, profile, to, value, argv } = change
  return [
    `profile ${profile.name}: ${settings.variable}=${value} (${to})`,
    `runs, without a shell: ${lineOf(argv)}`,
    ...guardsOf(change),
  ]
}

/** Nothing was done: what would be, and the line that does it. */
function notConfirmed(context: CommandContext, change: Change): Outcome {
  const { profile, settings, to, value, argv } = change
  const confirmCommand = again(context, change, to)
  const data = {
    ...{ schema: 'x402ops.toggle-apply/v1', status: 'confirmation_required' },
    changes: [{ profile: profile.name, variable: settings.variable, to, value, command: argv }],
    guards: guardsOf(change),
    ...{ confirmCommand, reverseCommand: again(context, change, other[to]) },
  }
  const screen: readonly Block[] = [
    { kind: 'lines', lines: [...previewLines(change), 'Not confirmed: nothing was run.'] },
  ]
  return { kind: 'screen', screen, next: [confirmCommand], exitCode: 4, data }
}

async function isConfirmed(context: CommandContext, change: Change): Promise<boolean> {
  const { name } = change.profile
  const given = optionText(context.options, 'confirm')
  if (given !== undefined) return given === name
  if (!context.interactive) return false
  const question = `${previewLines(change).join('\n')}\nType the name of the profile (${name}) to run it: `
  return (await context.services.ask(question, context.signal))?.trim() === name
}

// The command has run: what it did is told even where it cannot be written down.
async function auditEnd(
  { services, note }: CommandContext,
  profile: string,
  entry: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  try {
    await services.audit(profile, entry)
    return true
  } catch (error) {
    if (!isOpsError(error)) throw error
    note(`how it ended is not in the audit file: ${error.message}`)
    return false
  }
}

/** `x402ops toggle apply`: runs the operator's own command after it was confirmed, and writes down that it did. */
export async function runApply(context: CommandContext): Promise<Outcome> {
  const { services, clock, signal } = context
  const to = stateOf(context)
  const { profile } = await services.profile(profileRequest(context, 'toggle'))
  const change = changeOf(profile, to)
  if (!(await isConfirmed(context, change))) return notConfirmed(context, change)
  const { settings, value, argv } = change
  const what = { profile: profile.name, variable: settings.variable, to, value, command: argv }
  const at = clock.now().toISOString()
  // Written before: a command that takes this process with it has left a trace.
  await services.audit(profile.name, { at, event: 'begun', ...what })
  const end = await services.runCommand(argv, { timeoutMs: settings.execTimeoutMs, signal })
  const isDone = end.exitCode === 0
  const result = isDone ? 'done' : 'failed'
  const ended = clock.now().toISOString()
  const isAudited = await auditEnd(context, profile.name, {
    ...{ at: ended, event: result, ...what, exitCode: end.exitCode, why: end.why },
  })
  const reverse = again(context, change, other[to])
  const flags = flagsAgain(context, ['config', 'stateDir', 'runsStore'])
  const verify = `x402ops toggle verify ${profile.name} --expect ${to}${to === 'off' ? ` --since ${ended}` : ''}${flags}`
  const said = isDone ? 'ended well' : (end.why ?? `ended with exit code ${end.exitCode}`)
  const output = end.output.split('\n').filter((line) => line.trim() !== '')
  const lines = [
    ...previewLines(change),
    `begun ${formatUtc(new Date(at))}; the command ${said}`,
    ...output.slice(-20).map((line) => `  ${safe(line, 300)}`),
    isDone
      ? 'That the command ended well proves nothing about the service: verify it.'
      : `To go back: ${reverse}`,
  ]
  const data = {
    ...{ schema: 'x402ops.toggle-apply/v1', status: result, changes: [what], at, endedAt: ended },
    ...{ exitCode: end.exitCode, why: end.why, output: output.slice(-20).map((line) => safe(line, 300)) },
    ...{ verifyCommand: verify, reverseCommand: reverse },
  }
  return {
    kind: 'screen',
    screen: [{ kind: 'lines', lines }],
    next: [verify],
    exitCode: isDone ? (isAudited ? 0 : 6) : 1,
    data,
  }
}
