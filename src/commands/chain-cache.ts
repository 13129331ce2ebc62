import type { Chain } from '../core/ports.ts'
import type { Profile } from '../core/profile.ts'
import type { PageRead } from '../core/progress.ts'
import { logsBorneOut } from '../reconcile/borne-out.ts'
import type { ReconcileSeen } from '../reconcile/seen.ts'
import type { CommandContext } from './command.ts'

/** A chain of which final logs are kept, and what to call when the run has been judged. */
export type KeptChain = {
  readonly chain: Chain
  /** Keeps what was borne out, removes what was contradicted, and tells the operator what could not be kept. */
  readonly close: (seen: ReconcileSeen, how: 'ended' | 'stopped') => Promise<void>
}

/** The chain of a profile behind its cache; without one when the profile or `--no-cache` says so. */
export async function openKeptChain(
  { services, options, note }: CommandContext,
  profile: Profile,
  tellPage: (page: PageRead) => void,
): Promise<KeptChain> {
  const chain = await services.chain(profile, tellPage)
  if (profile.cache?.off === true || options.cache === false) return { chain, close: async () => {} }
  const cache = await services.chainCache(profile)
  return {
    chain: cache.through(chain),
    close: async (seen, how) => {
      await cache.close(logsBorneOut(seen), how)
      for (const line of cache.notes()) note(`note: ${line}`)
    },
  }
}
