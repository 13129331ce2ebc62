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
  { services, options, global, note }: CommandContext,
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
      // Without a folder for it everything is asked again, as ever: nobody has to be told with every run.
      const told = cache.notes().filter(({ kind }) => kind === 'damaged' || global.verbose > 0)
      for (const { text } of told) note(`note: ${text}`)
    },
  }
}
