import type { RunStore } from '../../runs/store-port.ts'

/** A store that asks, for each profile, the one in which its runs are. What `storeOf` rejects with comes out. */
export function storeByProfile(storeOf: (profile: string) => Promise<RunStore>): RunStore {
  return {
    save: async (run) => (await storeOf(run.document.profile)).save(run),
    memory: async (profile) => (await storeOf(profile)).memory(profile),
    remember: async (profile, update) => (await storeOf(profile)).remember(profile, update),
    tracks: async (profile) => (await storeOf(profile)).tracks(profile),
    updateTracks: async (profile, change) => (await storeOf(profile)).updateTracks(profile, change),
    refunds: async (profile) => (await storeOf(profile)).refunds(profile),
    updateRefunds: async (profile, change) => (await storeOf(profile)).updateRefunds(profile, change),
    notices: async (profile) => (await storeOf(profile)).notices(profile),
    keepNotices: async (profile, target, open) => (await storeOf(profile)).keepNotices(profile, target, open),
    snapshot: async (profile, name) => (await storeOf(profile)).snapshot(profile, name),
    keepSnapshot: async (profile, snapshot) => (await storeOf(profile)).keepSnapshot(profile, snapshot),
    list: async (profile) => (await storeOf(profile)).list(profile),
    load: async (profile, reference) => (await storeOf(profile)).load(profile, reference),
  }
}
