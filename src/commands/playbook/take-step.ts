import { safe } from '../../core/safe.ts'
import { expectationText, isAsExpected } from '../../playbook/expectation.ts'
import { fillLine, type Known, type Placeholder } from '../../playbook/fill.ts'
import type { PlaybookCommand } from '../../playbook/playbook.ts'
import { type Step, stepLines } from '../../playbook/steps.ts'
import type { IncidentEvent } from '../../runs/incident.ts'
import type { CommandContext } from '../command.ts'
import { looksLikeSecret } from '../secret-argument.ts'
import { runInside } from './run-inside.ts'

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never

/** What a walk through a playbook needs. */
export type Walk = {
  readonly context: CommandContext
  readonly known: Known
  /** Writes an event down with the time of now. */
  readonly write: (event: WithoutTime<IncidentEvent>) => Promise<void>
}

/** A person's answer: go on, leave it out, or end here. */
type Answer = 'yes' | 'skip' | 'stop'

/** Asks until there is an answer; everything that is none is written down as a note, unless it looks like a secret. */
async function answerTo(question: string, step: Step, { context, write }: Walk): Promise<Answer> {
  for (;;) {
    const typed = (await context.services.ask(question, context.signal))?.trim()
    if (typed === undefined || typed === 'q') return 'stop'
    if (typed === '' || typed === 'y') return 'yes'
    if (typed === 's' || typed === 'n') return 'skip'
    if (looksLikeSecret(typed, 'hash') === null) {
      // One of two fixed words at the beginning: linear.
      const word = /^(stop|go):/.exec(typed)?.[1]
      const stop = word === undefined ? {} : { stop: word === 'stop' }
      await write({ kind: 'note', step: step.number, text: safe(typed, 2000), ...stop })
      const until = '  noted; with --safe nothing is asked until a note begins with "go:"'
      context.emit(word === 'stop' ? until : '  noted', null)
    } else {
      await write({ kind: 'note', step: step.number, text: 'something that looks like a secret was typed' })
      context.emit('  That looks like a secret. It was not kept; have it replaced.', null)
    }
  }
}

/** What is to be said of a command that was run. */
async function tell(line: string, expect: PlaybookCommand['expect'], step: Step, walk: Walk): Promise<void> {
  const { context, write } = walk
  const done = await runInside(line, context)
  if (!done.ran) return context.emit(`    not run: ${done.why}`, null)
  const { exitCode, runId, codes, verdict } = done
  for (const text of done.lines) context.emit(`    ${text}`, null)
  const asExpected = expect === null ? null : isAsExpected(expect, done)
  await write({ kind: 'command', step: step.number, line, exitCode, runId, codes, verdict, asExpected })
  if (expect === null) context.emit(`    exit code ${exitCode}`, null)
  else if (asExpected === true) context.emit(`    exit code ${exitCode}, as expected`, null)
  else {
    const words = `    exit code ${exitCode}; expected: ${expectationText(expect)}. Read "Not this if".`
    context.emit(words, null)
  }
}

/** How what a line lacks is given, or what it is. */
const lackWords: Readonly<Record<Placeholder, string>> = {
  ...{ profile: 'a profile', tx: '--tx', payer: '--payer', request: '--request', around: '--around' },
  ...{ answer: '--answer', receipt: '--receipt', refund: 'the id of the refund', bundle: 'the bundle' },
  refundTx: 'the transaction that paid it back',
}

async function takeCommand({ line, expect }: PlaybookCommand, step: Step, walk: Walk): Promise<Answer> {
  const { context, known } = walk
  const filled = fillLine(line, known)
  context.emit(`  $ ${filled.line}`, null)
  if (filled.missing.length > 0) {
    const lacks = filled.missing.map((name) => lackWords[name]).join(', ')
    context.emit(`    run it by hand with your own values (not known here: ${lacks})`, null)
    return 'yes'
  }
  const answer = await answerTo('Run it? [Enter] yes, s skip, q stop, or type a note:', step, walk)
  if (answer === 'yes') await tell(filled.line, expect, step, walk)
  return answer
}

/** Goes through one step with a person, and writes down how it ended. */
export async function takeStep(step: Step, walk: Walk): Promise<'next' | 'stop'> {
  for (const command of step.commands) if ((await takeCommand(command, step, walk)) === 'stop') return 'stop'
  const answer = await answerTo('Done? [Enter] yes, s skip, q stop, or type a note:', step, walk)
  if (answer === 'stop') return 'stop'
  const { number, heading } = step
  const text = safe(stepLines(step)[0] ?? step.commands[0]?.line ?? '', 160)
  await walk.write({
    kind: 'step',
    step: number,
    heading,
    text,
    outcome: answer === 'yes' ? 'done' : 'skipped',
  })
  return 'next'
}
