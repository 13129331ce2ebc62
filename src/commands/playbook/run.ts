import { OpsError } from '../../core/errors.ts'
import { formatUtc } from '../../core/time.ts'
import { fillLine, isPlainWord, type Known } from '../../playbook/fill.ts'
import type { Playbook } from '../../playbook/playbook.ts'
import { stepLines, stepsOf } from '../../playbook/steps.ts'
import { timelineRows } from '../../playbook/timeline.ts'
import { decidedSteps, type Incident, type IncidentEvent } from '../../runs/incident.ts'
import { type CommandContext, type Outcome, optionText } from '../command.ts'
import { onePlaybook } from './load.ts'
import { playbookScreen } from './playbook-screen.ts'
import { takeStep, type Walk } from './take-step.ts'
import { whichIncident } from './which-incident.ts'

function notPlain(name: string): OpsError {
  const message = `--${name} is not one plain word (letters, digits and . _ : / @ + = ~ -)`
  return new OpsError('USAGE', { message, command: 'playbook run ' })
}

function knownFrom({ options }: CommandContext, profile: string): Known {
  const names = ['tx', 'payer', 'request', 'around', 'answer', 'receipt'] as const
  const given = names.flatMap((name) => {
    const value = optionText(options, name)
    if (value !== undefined && !isPlainWord(value)) throw notPlain(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { profile, ...Object.fromEntries(given) }
}

function newId(context: CommandContext, slug: string, taken: readonly string[]): string {
  const at = context.clock.now().toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')
  const id = `${at}-${slug}`
  const again = taken.filter((other) => other === id || other.startsWith(`${id}-`)).length
  return again === 0 ? id : `${id}-${again + 1}`
}

/** The steps with what is known put in, for somebody who does them without being asked. */
function printed(playbook: Playbook, known: Known): Outcome {
  const filled = {
    ...playbook,
    sections: playbook.sections.map(({ heading, blocks }) => ({
      heading,
      blocks: blocks.map((block) =>
        block.kind === 'commands'
          ? {
              ...block,
              commands: block.commands.map((each) => ({ ...each, line: fillLine(each.line, known).line })),
            }
          : block,
      ),
    })),
  }
  const steps = stepsOf(filled)
  return {
    ...{ kind: 'screen', screen: playbookScreen(filled), next: [], exitCode: 0 },
    data: { schema: 'x402ops.playbook-steps/v1', slug: playbook.slug, steps },
    rows: steps,
  }
}

async function begin(context: CommandContext, slug: string, profile: string): Promise<Incident> {
  const book = await context.services.incidents()
  const { incidents } = await book.list(profile)
  const id = newId(
    context,
    slug,
    incidents.map((each) => each.id),
  )
  const at = context.clock.now().toISOString()
  const opened = { at, kind: 'opened' as const, id, playbook: slug, profile, version: context.version }
  await book.append(profile, id, opened)
  return { id, playbook: slug, profile, events: [opened], damaged: 0, isOpen: true }
}

function ended(incident: Incident, events: readonly IncidentEvent[]): Outcome {
  const { id, playbook, profile } = incident
  const isOpen = !events.some(({ kind }) => kind === 'closed')
  const rows = timelineRows({ events }).map(([at, text]) => [formatUtc(new Date(at)), text] as const)
  return {
    kind: 'screen',
    screen: [
      { kind: 'lines', lines: [`Incident ${id}, ${isOpen ? 'open' : 'closed'}`] },
      { kind: 'pairs', pairs: rows },
    ],
    next: [
      ...(isOpen ? [`x402ops playbook run ${playbook} ${profile} --resume ${id}`] : []),
      `x402ops evidence export ${profile} --incident ${id}`,
    ],
    exitCode: 0,
    data: { schema: 'x402ops.incident/v1', id, playbook, profile, isOpen, events },
    rows: events,
  }
}

/**
 * `x402ops playbook run SLUG [PROFILE]`: goes through the steps with a person, runs what only asks when they agree, and
 * writes each outcome down with its time. Without a terminal, or with `--no-input`, the steps are printed. Throws
 * `OpsError` PLAYBOOK_UNKNOWN, INCIDENT_NOT_FOUND, OUTPUT_FAILED.
 */
export async function runRun(context: CommandContext): Promise<Outcome> {
  const { args, global, options, services } = context
  const [slug, named] = args
  const { playbook } = await onePlaybook(String(slug), services)
  const name = typeof named === 'string' ? named : (global.profile ?? null)
  const { profile } = await services.profile({ name, command: 'playbook run' })
  const known = knownFrom(context, profile.name)
  if (!context.interactive) return printed(playbook, known)
  const resume = optionText(options, 'resume')
  const incident =
    resume === undefined
      ? await begin(context, playbook.slug, profile.name)
      : await whichIncident(resume, profile.name, context)
  const book = await services.incidents()
  const events: IncidentEvent[] = [...incident.events]
  const walk: Walk = {
    context,
    known,
    write: async (event) => {
      const whole = { at: context.clock.now().toISOString(), ...event } as IncidentEvent
      await book.append(profile.name, incident.id, whole)
      events.push(whole)
    },
  }
  const decided = decidedSteps(incident)
  const steps = stepsOf(playbook)
  context.emit(`Incident ${incident.id}: ${playbook.title}`, null)
  let heading = ''
  for (const step of steps) {
    if (decided.has(step.number)) continue
    if (step.heading !== heading) context.emit(`\n== ${step.heading} ==`, null)
    heading = step.heading
    context.emit(`\nStep ${step.number} of ${steps.length}`, null)
    for (const line of stepLines(step)) context.emit(`  ${line}`, null)
    if ((await takeStep(step, walk)) === 'stop') {
      await walk.write({ kind: 'paused', step: step.number })
      return ended(incident, events)
    }
  }
  if (incident.isOpen) await walk.write({ kind: 'closed', step: steps.length })
  return ended(incident, events)
}
