import { setFlagsFromString } from 'node:v8'
import type { openMemorySieve } from '../adapters/pairing/memory-sieve.ts'
import { OpsError } from '../core/errors.ts'
import type { Profile } from '../core/profile.ts'

/** From how many records on payments that agree in every way are counted instead of held. */
const usualAbove = 100_000
const variable = 'X402OPS_SIEVE_ABOVE'

/** The usual number, or another one for whoever tries the engines on small books. Throws `OpsError` USAGE. */
function aboveFrom(env: Readonly<Record<string, string | undefined>>): number {
  const text = env[variable] ?? ''
  if (text === '') return usualAbove
  // Bounded, anchored: linear.
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new OpsError('USAGE', { message: `${variable} is a number of records`, command: 'reconcile ' })
}

/**
 * Tells V8 by how much the heap may grow, in percent, before it is collected. A heap that holds little would be left to grow
 * to four times of it, with all the memory beside it that its garbage still names.
 */
function growBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`)
}

/** While payments are only counted there is little to hold; what is left of large books then comes back as objects. */
function thenGrowingSlowly(open: typeof openMemorySieve): typeof openMemorySieve {
  return async (terms) => {
    const sieve = await open(terms)
    return {
      ...sieve,
      windowsDone: (token) => {
        growBy(20)
        return sieve.windowsDone(token)
      },
    }
  }
}

/**
 * The engine that pairs for this profile, and for how many records it is used. A server is asked for a sign of life,
 * and its tables are made, before anything else is read. Rejects with `OpsError` USAGE or one of the STORE_* and
 * DATABASE_* codes.
 */
export async function engineFor(
  { engine }: Pick<Profile, 'engine'>,
  env: Readonly<Record<string, string | undefined>>,
) {
  const above = aboveFrom(env)
  growBy(60)
  if (engine?.kind !== 'postgres') {
    const { openMemorySieve } = await import('../adapters/pairing/memory-sieve.ts')
    return { open: thenGrowingSlowly(openMemorySieve), above }
  }
  const { postgresSieve, prepareStore } = await import('../adapters/pairing-postgres/postgres-sieve.ts')
  await prepareStore(engine.store)
  return { open: thenGrowingSlowly(postgresSieve(engine.store)), above }
}
