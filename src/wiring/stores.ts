import { storeByProfile } from '../adapters/store/by-profile.ts'
import { createFileStore } from '../adapters/store/file-store.ts'
import type { Clock } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'

/** What the stores need; `addressOf` = how the address of a profile's database is fetched, null = its runs are files. */
type StoresAsked = {
  readonly stateDir: string
  readonly clock: Clock
  readonly addressOf: (profile: string) => Promise<(() => Promise<Secret>) | null>
}

/** The runs of every profile, where its settings keep them. Only a profile with a database loads what speaks to one. */
export function openStores({ stateDir, clock, addressOf }: StoresAsked) {
  const files = createFileStore({ stateDir, clock })
  return storeByProfile(async (profile) => {
    const address = await addressOf(profile)
    if (address === null) return files
    const { createPostgresStore } = await import('../adapters/runs-postgres/postgres-store.ts')
    const { runsOfOpenIncidents } = await import('../adapters/store/incident-files.ts')
    return createPostgresStore({
      ...{ address, clock },
      needed: (name) => runsOfOpenIncidents(stateDir, name),
    })
  })
}
