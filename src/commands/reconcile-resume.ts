import type { RunDocument } from '../core/report.ts'
import { booksFlags, flagsAgain } from './again.ts'
import { type CommandContext, optionText } from './command.ts'

const separate = 2

type Missing = { readonly network: string; readonly from: string; readonly to: string }

function missingOf(findings: RunDocument['findings']): readonly Missing[] {
  return findings
    .filter(({ code }) => code === 'RECONCILE_BLOCKS_MISSING')
    .flatMap(({ args }): readonly Missing[] => {
      const { network, ranges } = args
      if (typeof network !== 'string' || !Array.isArray(ranges)) return []
      const all = ranges.map((range) => {
        const [from = '', to = from] = String(range).split('..')
        return { network, from, to }
      })
      const [first, last] = [all[0], all.at(-1)]
      if (all.length <= separate || first === undefined || last === undefined) return all
      return [{ network, from: first.from, to: last.to }]
    })
}

/**
 * The commands that read only the blocks that were not answered, with the flags of this call: one for each
 * hole, or one from the first to the last when there are more than two. Empty when there is no hole.
 */
export function resumeLines(
  { findings, window }: Pick<RunDocument, 'findings' | 'window'>,
  profile: string,
  context: CommandContext,
): readonly string[] {
  const missing = missingOf(findings)
  const networks = new Set([...Object.keys(window?.blocks ?? {}), ...missing.map(({ network }) => network)])
  // A block number belongs to one network: with several, it must be said to which.
  const isNamed = networks.size < 2 || optionText(context.options, 'network') !== undefined
  const books = flagsAgain(context, booksFlags)
  return missing.map(({ network, from, to }) => {
    const where = isNamed ? '' : ` --network ${network}`
    return `x402ops reconcile ${profile} --since block:${from} --until block:${to}${where}${books}`
  })
}
