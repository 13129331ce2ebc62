import type { RunDocument } from '../../core/report.ts'
import { inIdOrder } from '../../core/run-room.ts'
import { matchPlaybooks } from '../../playbook/match.ts'
import { findingsOf, newestOfEach } from '../../playbook/which-runs.ts'
import { type CommandContext, type Outcome, optionList } from '../command.ts'
import { answerFinding } from './answer.ts'
import { allPlaybooks } from './load.ts'
import { matchScreen } from './match-screen.ts'

type Looked = { readonly runs: readonly RunDocument[]; readonly words: string }

/** The runs that were named, else the newest of each command. Throws `OpsError` RUN_NOT_FOUND. */
async function runsToRead(
  { services, clock, options }: CommandContext,
  profile: string,
  hasAnswer: boolean,
): Promise<Looked> {
  const store = await services.store()
  const given = optionList(options, 'fromRun')
  if (given.length > 0) {
    const runs: RunDocument[] = []
    for (const reference of given) runs.push((await store.load(profile, reference)).document)
    return { runs, words: 'What the runs that were named say:' }
  }
  const { runs } = await store.list(profile)
  const newest = newestOfEach(runs, clock.now())
  const [first] = newest
  if (first === undefined && hasAnswer)
    return { runs: [], words: 'What was answered says (no run is saved):' }
  // Says which runs there are, and how they are named.
  if (first === undefined) return { runs: [(await store.load(profile, 'last')).document], words: '' }
  const isOld = clock.now().getTime() - Date.parse(first.startedAt) > 86_400_000
  const words = isOld
    ? 'Nothing was run in the last 24 hours; what the newest run said then:'
    : 'What the newest run of each command said in the last 24 hours:'
  return { runs: newest, words }
}

/**
 * `x402ops playbook match`: which playbooks fit what saved runs found, and what was answered, the weightiest first.
 * Reads saved runs only. Throws `OpsError` RUN_NOT_FOUND, INPUT_* or CLASSIFY_NOTHING.
 */
export async function runMatch(context: CommandContext): Promise<Outcome> {
  const { services, args, global } = context
  const [named] = args
  const name = typeof named === 'string' ? named : (global.profile ?? null)
  const { profile } = await services.profile({ name, command: 'playbook match' })
  const answer = await answerFinding(context)
  const { runs, words } = await runsToRead(context, profile.name, answer !== null)
  const findings = [...inIdOrder(findingsOf(runs)), ...(answer === null ? [] : [answer])]
  const matches = matchPlaybooks(findings, await allPlaybooks(services))
  const [first] = matches
  const rows = matches.map(({ playbook: { slug, title, severity, flag }, score, because, rivals }) => ({
    ...{ slug, title, severity, flag, score, because, notThisIf: rivals },
  }))
  return {
    ...{ kind: 'screen', screen: matchScreen(matches, runs, words), exitCode: 0, rows },
    next:
      first === undefined
        ? []
        : [
            `x402ops playbook show ${first.playbook.slug}`,
            `x402ops playbook run ${first.playbook.slug} ${profile.name}`,
            `x402ops toggle guide ${profile.name}`,
          ],
    data: {
      schema: 'x402ops.playbook-match/v1',
      profile: profile.name,
      runs: runs.map(({ runId, command, startedAt, verdict, complete }) => ({
        ...{ runId, command, startedAt, verdict, complete },
      })),
      matches: rows,
    },
  }
}
