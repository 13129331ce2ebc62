import type { Block, RunDocument } from '../../core/report.ts'
import { safe } from '../../core/safe.ts'
import { formatUtc } from '../../core/time.ts'
import type { Match } from '../../playbook/match.ts'
import { lastFound } from '../../playbook/which-runs.ts'

const shownInFull = 3
const mostReasons = 6

const runText = ({ command, startedAt }: RunDocument) => `${command} of ${formatUtc(new Date(startedAt))}`

/** Who found it, and whether a newer run no longer does; nothing for what was handed over. */
function whoFound(code: string, runs: readonly RunDocument[]): string {
  const found = lastFound(code, runs)
  if (found === undefined) return ''
  const again = found.notAgainBy === null ? '' : `; not found again by ${runText(found.notAgainBy)}`
  return runs.length === 1 ? '' : ` (${runText(found.by)}${again})`
}

function matchBlocks({ playbook, because, rivals }: Match, runs: readonly RunDocument[]): readonly Block[] {
  const left = because.length - mostReasons
  const spoken = because.slice(0, mostReasons).map(({ code, verdict, count, text }) => {
    const often = count === 1 ? '' : ` (${count} times)`
    return `${verdict} ${code}${often}: ${safe(text, 300)}${whoFound(code, runs)}`
  })
  const all = left > 0 ? [...spoken, `and ${left} more`] : spoken
  const apart = rivals.map(
    ({ see, slug }, at) => [at === 0 ? 'Not if' : '', `${see} (then ${slug})`] as const,
  )
  return [
    { kind: 'lines', lines: [`${playbook.slug}: ${playbook.title}`] },
    {
      kind: 'pairs',
      pairs: [
        ...all.map((text, at) => [at === 0 ? 'Because' : '', text] as const),
        ...apart,
        ['Flag', playbook.flag],
      ],
    },
  ]
}

function alsoBlock(more: readonly Match[]): readonly Block[] {
  if (more.length === 0) return []
  const codes = ({ because }: Match) => because.map(({ code }) => code).join(', ')
  const pairs = more.map(
    (match, at) => [at === 0 ? 'Also' : '', `${match.playbook.slug} (${codes(match)})`] as const,
  )
  return [{ kind: 'pairs', pairs }]
}

/** What was looked at, the playbooks that fit best in full, and the others by name. `looked` says why these runs. */
export function matchScreen(
  matches: readonly Match[],
  runs: readonly RunDocument[],
  looked: string,
): readonly Block[] {
  const rows = runs.map((run, at) => {
    const state = run.complete ? run.verdict : `${run.verdict}, incomplete`
    return [at === 0 ? 'Looked at' : '', `${safe(runText(run), 200)}: ${state} (${run.runId})`] as const
  })
  const head: readonly Block[] = [
    { kind: 'lines', lines: [looked] },
    ...(rows.length === 0 ? [] : [{ kind: 'pairs' as const, pairs: rows }]),
  ]
  if (matches.length === 0) {
    const text = 'Nothing in it speaks for a playbook. That is no proof that all is well: see its gaps.'
    return [...head, { kind: 'lines', lines: [text] }]
  }
  return [
    ...head,
    ...matches.slice(0, shownInFull).flatMap((match) => matchBlocks(match, runs)),
    ...alsoBlock(matches.slice(shownInFull)),
  ]
}
