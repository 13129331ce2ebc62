import type { CaseDocument, RunDocument } from '../core/report.ts'
import type { RoomRun } from '../core/run-room.ts'

/** What one room saw and expected, as saved: enough to judge again offline. */
export type SavedRoom = Pick<RoomRun<unknown, unknown>, 'room' | 'expected' | 'seen'>

/** A saved run: the document, what every room saw, and the cases of a reconcile. */
export type SavedRun = {
  readonly document: RunDocument
  readonly rooms: readonly SavedRoom[]
  readonly cases: readonly CaseDocument[]
}
