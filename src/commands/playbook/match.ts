import type { Block, RunDocument } from '../../core/report.ts'
import { inIdOrder } from '../../core/run-room.ts'
import { safe } from '../../core/safe.ts'
import { type Match, matchPlaybooks } from '../../playbook/match.ts'
import { type CommandContext, type Outcome, optionList } from '../command.ts'
import { allPlaybooks } from './load.ts'

const shownInFull = 3

function matchBlocks({ playbook, because, rivals }: Match): readonly Block[] {
  const spoken = because
    .slice(0, 6)
    .map(({ code, verdict, count, text }) => {
      const often = count === 1 ? '' : ` (${count} times)`
      return `${verdict} ${code}${often}: ${safe(text, 300)}`
    })
    .map((text, at) => [at === 0 ? 'Because' : '', text] as const)
  const apart = rivals.map(
    ({ see, slug }, at) => [at === 0 ? 'Not if' : '', `${see} (then ${slug})`] as const,
  )
  return [
    { kind: 'lines', lines: [`${playbook.slug}: ${playbook.title}`] },
    { kind: 'pairs', pairs: [...spoken, ...apart, ['Flag', playbook.flag]] },
  ]
}

function matchScreen(matches: readonly Match[], runs: readonly RunDocument[]): readonly Block[] {
  const looked = runs.map(({ runId, verdict }) => `${runId} (${verdict})`).join(', ')
  const head: Block = { kind: 'lines', lines: [`Looked at: ${safe(looked, 500)}`] }
  if (matches.length === 0) {
    const text = 'Nothing in it speaks for a playbook. That is no proof that all is well: see its gaps.'
    return [head, { kind: 'lines', lines: [text] }]
  }
  const more = matches.slice(shownInFull)
  return [
    head,
    ...matches.slice(0, shownInFull).flatMap(matchBlocks),
    ...(more.length === 0
      ? []
      : [
          {
            kind: 'pairs' as const,
            pairs: more.map(
              ({ playbook, because }, at) =>
                [
                  at === 0 ? 'Also' : '',
                  `${playbook.slug} (${because.map(({ code }) => code).join(', ')})`,
                ] as const,
            ),
          },
        ]),
  ]
}

/**
 * `x402ops playbook match`: which playbooks fit what saved runs found, the weightiest first. Reads saved runs only.
 * Throws `OpsError` RUN_NOT_FOUND.
 */
export async function runMatch(context: CommandContext): Promise<Outcome> {
  const { services, args, global, options } = context
  const [named] = args
  const name = typeof named === 'string' ? named : (global.profile ?? null)
  const { profile } = await services.profile({ name, command: 'playbook match' })
  const store = await services.store()
  const given = optionList(options, 'fromRun')
  const runs: RunDocument[] = []
  for (const reference of given.length === 0 ? ['last'] : given)
    runs.push((await store.load(profile.name, reference)).document)
  const findings = inIdOrder(runs.flatMap((run) => run.findings))
  const matches = matchPlaybooks(findings, await allPlaybooks(services))
  const [first] = matches
  const rows = matches.map(({ playbook: { slug, title, severity, flag }, score, because, rivals }) => ({
    ...{ slug, title, severity, flag, score, because, notThisIf: rivals },
  }))
  return {
    ...{ kind: 'screen', screen: matchScreen(matches, runs), exitCode: 0, rows },
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
      runs: runs.map(({ runId, verdict, complete }) => ({ runId, verdict, complete })),
      matches: rows,
    },
  }
}
