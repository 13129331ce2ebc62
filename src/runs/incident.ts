import type { Verdict } from '../core/verdict.ts'

/** Something that happened while a playbook was followed. `step` counts from 1. */
export type IncidentEvent = { readonly at: string } & (
  | {
      readonly kind: 'opened'
      readonly id: string
      readonly playbook: string
      readonly profile: string
      readonly version: string
    }
  | {
      readonly kind: 'step'
      readonly step: number
      readonly heading: string
      readonly text: string
      readonly outcome: 'done' | 'skipped'
    }
  | {
      readonly kind: 'command'
      readonly step: number
      readonly line: string
      readonly exitCode: number
      readonly runId: string | null
      readonly codes: readonly string[]
      /** Null = the playbook says nothing about it. */
      readonly asExpected: boolean | null
      readonly verdict: Verdict | null
    }
  /** `stop` true = nothing is to be sent to the service for now; false lifts that; absent = it says nothing of it. */
  | { readonly kind: 'note'; readonly step: number; readonly text: string; readonly stop?: boolean }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'closed'; readonly step: number }
)

/** An incident as its timeline tells it. `damaged` = lines that could not be read, such as one that was cut off. */
export type Incident = {
  readonly id: string
  readonly playbook: string
  readonly profile: string
  readonly events: readonly IncidentEvent[]
  readonly damaged: number
  readonly isOpen: boolean
}

const maxLines = 20_000

const shapes: Readonly<Record<IncidentEvent['kind'], Readonly<Record<string, string>>>> = {
  opened: { id: 'string', playbook: 'string', profile: 'string', version: 'string' },
  step: { step: 'number', heading: 'string', text: 'string', outcome: 'string' },
  command: { step: 'number', line: 'string', exitCode: 'number', codes: 'object' },
  note: { step: 'number', text: 'string' },
  paused: { step: 'number' },
  closed: { step: 'number' },
}

function isEvent(value: unknown): value is IncidentEvent {
  if (typeof value !== 'object' || value === null) return false
  const event = value as Readonly<Record<string, unknown>>
  const { kind, at } = event
  if (typeof at !== 'string' || typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return false
  const shape = shapes[kind as IncidentEvent['kind']]
  if (!['boolean', 'undefined'].includes(typeof event.stop)) return false
  if (kind === 'command') {
    const { codes } = event
    if (!Array.isArray(codes) || !codes.every((code) => typeof code === 'string')) return false
  }
  return Object.entries(shape).every(([name, type]) => typeof event[name] === type)
}

function eventIn(line: string): IncidentEvent | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isEvent(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * Reads a timeline: one event a line. Undefined when its first event does not say what was opened; lines that are
 * damaged, as by a process that was killed while it wrote, are counted and passed over. Never throws.
 */
export function readIncident(text: string): Incident | undefined {
  const lines = text.split('\n', maxLines).filter((line) => line.trim() !== '')
  const events = lines.flatMap((line) => eventIn(line) ?? [])
  const first = events.find((event) => event.kind === 'opened')
  if (first === undefined) return undefined
  const { id, playbook, profile } = first
  const isOpen = !events.some(({ kind }) => kind === 'closed')
  return { id, playbook, profile, events, damaged: lines.length - events.length, isOpen }
}

/** The steps that were decided: done or skipped. */
export function decidedSteps({ events }: Pick<Incident, 'events'>): ReadonlySet<number> {
  return new Set(events.flatMap((event) => (event.kind === 'step' ? [event.step] : [])))
}

/** The note that says stop, when the incident is open and nothing later lifts it; else undefined. */
export function stopOf({ events, isOpen }: Pick<Incident, 'events' | 'isOpen'>): IncidentEvent | undefined {
  const last = events.findLast((event) => event.kind === 'note' && event.stop !== undefined)
  return isOpen && last?.kind === 'note' && last.stop === true ? last : undefined
}

/** The runs that belong to an incident, in their order. */
export function runsOf({ events }: Pick<Incident, 'events'>): readonly string[] {
  return events.flatMap((event) => (event.kind === 'command' && event.runId !== null ? [event.runId] : []))
}
