import { caip2Given } from '../../config/network.ts'
import type { CacheCleared, CachePart } from '../../core/chain-cache.ts'
import { OpsError } from '../../core/errors.ts'
import { parseMoment } from '../../core/since.ts'
import { type CommandContext, type Outcome, optionFlag, optionText } from '../command.ts'
import { bytesText, filesText } from './bytes.ts'

const schema = 'x402ops.cache-cleared/v1'

/** What is to be removed. Throws `OpsError` USAGE or SINCE_*. */
function partOf({ options, clock }: CommandContext): CachePart {
  const network = optionText(options, 'network')
  const age = optionText(options, 'olderThan')
  const moment = age === undefined ? undefined : parseMoment('--older-than', age, clock.now())
  if (moment !== undefined && moment.kind !== 'time') {
    throw new OpsError('USAGE', { message: '--older-than is a time, such as 30d', command: 'cache clear ' })
  }
  return {
    ...(network === undefined ? {} : { network: caip2Given(network, '--network') }),
    ...(moment === undefined ? {} : { usedBefore: moment.at }),
  }
}

function answer(word: 'removed' | 'kept', { files, bytes }: CacheCleared, what: string): Outcome {
  const size = `${filesText(files)} (${bytesText(bytes)})`
  const removed = files === 0 ? 'there is nothing to remove' : `removed ${size}${what}`
  const text = word === 'kept' ? `nothing was removed: ${size}${what} would be, with --yes` : removed
  return {
    kind: 'text',
    text,
    exitCode: word === 'kept' ? 4 : 0,
    data: { schema, removed: word === 'removed', files, bytes },
  }
}

/** `x402ops cache clear`: removes kept logs; asks first, unless there is nothing or `--yes` was given. */
export async function runClear(context: CommandContext): Promise<Outcome> {
  const { services, options, signal } = context
  const part = partOf(context)
  const store = await services.cacheStore()
  const there = await store.count(part)
  const { network, usedBefore } = part
  const what = `${network === undefined ? '' : ` of ${network}`}${usedBefore === undefined ? '' : ` last used before ${usedBefore.toISOString()}`}`
  if (there.files === 0) return answer('removed', there, what)
  if (!optionFlag(options, 'yes')) {
    const question = `Remove ${filesText(there.files)} (${bytesText(there.bytes)})${what}? [y/N]`
    const typed = context.interactive ? await services.ask(question, signal) : null
    if (typed?.trim().toLowerCase() !== 'y') return answer('kept', there, what)
  }
  return answer('removed', await store.clear(part), what)
}
