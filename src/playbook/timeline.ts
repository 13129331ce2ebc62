import type { Incident, IncidentEvent } from '../runs/incident.ts'

/** One event in a line, without its time. */
export function eventText(event: IncidentEvent): string {
  switch (event.kind) {
    case 'opened':
      return `incident ${event.id} opened with playbook ${event.playbook} (x402ops ${event.version})`
    case 'step':
      return `step ${event.step} ${event.outcome}: ${event.heading}: ${event.text}`
    case 'command': {
      const found = event.codes.length === 0 ? '' : `, found ${event.codes.join(', ')}`
      const run = event.runId === null ? '' : `, run ${event.runId}`
      const expected =
        event.asExpected === null ? '' : event.asExpected ? ', as expected' : ', not as expected'
      return `step ${event.step}: ${event.line}: exit code ${event.exitCode}${found}${run}${expected}`
    }
    case 'note':
      return `step ${event.step}: noted: ${event.text}`
    case 'paused':
      return `stopped at step ${event.step}`
    case 'closed':
      return 'closed'
  }
}

/** The timeline as rows of time and words, in the order in which it was written. */
export function timelineRows({ events }: Pick<Incident, 'events'>): readonly (readonly [string, string])[] {
  return events.map((event) => [event.at, eventText(event)] as const)
}

/** The timeline for somebody else, in Markdown. */
export function timelineNotes(incident: Incident): string {
  const { id, playbook, isOpen, damaged } = incident
  const state = isOpen ? 'still open' : 'closed'
  const lost = damaged === 0 ? [] : [`${damaged} lines of the timeline could not be read.`]
  return [
    `# Incident ${id}`,
    '',
    `Playbook ${playbook}, ${state}. Times in UTC.`,
    ...lost,
    '',
    ...timelineRows(incident).map(([at, text]) => `- ${at} ${text.replaceAll('\n', ' ')}`),
  ].join('\n')
}
