import { OpsError } from '../../core/errors.ts'
import { toJson } from '../../core/json.ts'
import { noticesText, parseNotices, type TargetNotices } from '../../runs/notices.ts'
import { parseRefunds, type RefundCase, refundsText } from '../../runs/refund-cases.ts'
import { parseSnapshot } from '../../runs/snapshot.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { boundTracks, parseTracks, type Track, tracksText } from '../../runs/tracks.ts'
import { type Book, bookText, changeBook, changeProfile, putText, readBook, sharedItems } from './books.ts'
import { type RunsPlace, runsNote, withRuns } from './connection.ts'

const tracksBook: Book<Track> = { name: 'tracks.json', parse: parseTracks, write: tracksText }
const refundsBook: Book<RefundCase> = { name: 'refunds.json', parse: parseRefunds, write: refundsText }
const noticesBook: Book<TargetNotices> = { name: 'alerts.json', parse: parseNotices, write: noticesText }

async function noteOf(what: string, work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return `${what} could not be kept: ${runsNote(error)}`
  }
}

/** The payments that are followed. */
export function sharedTracks(place: RunsPlace): Pick<RunStore, 'tracks' | 'updateTracks'> {
  return {
    tracks: async (profile) => {
      const { items, damaged } = await readBook(place, profile, tracksBook)
      return { tracks: items, damaged }
    },
    updateTracks: (profile, change) =>
      noteOf(
        'what is followed',
        changeProfile(place, profile, 'keeping tracks', (within) =>
          changeBook(within, profile, tracksBook, (items) => boundTracks(change(items))),
        ),
      ),
  }
}

/** The refund book. A damaged one is never replaced: it may say what was sent. */
export function sharedRefunds(place: RunsPlace): Pick<RunStore, 'refunds' | 'updateRefunds'> {
  return {
    refunds: async (profile) => {
      const { items, damaged } = await readBook(place, profile, refundsBook)
      return { cases: items, damaged }
    },
    updateRefunds: async (profile, change) => {
      let refused: { readonly error: unknown } | undefined
      let damaged: string | null = null
      const work = changeProfile(place, profile, 'keeping refunds', async (within) => {
        damaged = (await sharedItems(within, profile, refundsBook)).damaged
        if (damaged !== null) return
        await changeBook(within, profile, refundsBook, (items) => {
          try {
            return change(items)
          } catch (error) {
            refused = { error }
            return items
          }
        })
      })
      const note = await noteOf('the refund book', work)
      if (refused !== undefined) throw refused.error
      return note ?? (damaged === null ? null : `the refund book could not be kept: ${damaged}`)
    },
  }
}

/** What receivers were told. */
export function sharedNotices(place: RunsPlace): Pick<RunStore, 'notices' | 'keepNotices'> {
  return {
    notices: async (profile) => {
      const { items, damaged } = await readBook(place, profile, noticesBook)
      return { targets: items, damaged }
    },
    keepNotices: (profile, target, open) =>
      noteOf(
        'what was told',
        changeProfile(place, profile, 'keeping notices', (within) =>
          changeBook(within, profile, noticesBook, (items) => [
            ...items.filter((one) => one.target !== target),
            { target, open },
          ]),
        ),
      ),
  }
}

const snapshotName = (name: string) => `snapshots/${name}.json`

/** Kept terms. */
export function sharedSnapshots(place: RunsPlace): Pick<RunStore, 'snapshot' | 'keepSnapshot'> {
  return {
    snapshot: async (profile, name) => {
      const text = await withRuns(place, (database) => bookText(database, profile, snapshotName(name)))
      if (text === null) return null
      const found = parseSnapshot(text)
      if (found === null) throw new OpsError('SNAPSHOT_UNREADABLE', { name, reason: 'it is no snapshot' })
      return found
    },
    keepSnapshot: (profile, snapshot) => {
      const text = `${toJson(snapshot, 'pretty')}\n`
      const name = snapshotName(snapshot.name)
      return noteOf(
        'the snapshot',
        withRuns(place, (database) => putText(database, profile, name, text)),
      )
    },
  }
}
