import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { table } from '../rows/index.ts'
import type { GuideExpected, GuideSeen, Row } from '../shapes.ts'

const codes = { met: 'TOGGLE_ROW_MET', no: 'TOGGLE_ROW_CLEAR', unknown: 'TOGGLE_ROW_UNKNOWN' } as const

/** The id of the check of a row: `row-05`. */
export function rowId({ number }: Row): string {
  return `row-${String(number).padStart(2, '0')}`
}

function checkOf(row: Row): Check<GuideSeen, GuideExpected> {
  return {
    id: rowId(row),
    question: `Row ${row.number}: ${row.title}?`,
    judge: (seen, expected) => {
      const { state, action, says, ids, windows, partial } = row.answer(seen, expected)
      const args = {
        ...{ row: row.number, title: row.title, says, action, ids },
        windows: windows.map(({ runId, at }) => `${runId} ${at}`),
        partial: partial.map(({ kind, name }) => `${kind} ${name}`),
      }
      return [finding(codes[state], { kind: 'profile', id: `row ${row.number}` }, args)]
    },
  }
}

/** One check for each row, in the order of the table. */
export const rowChecks: readonly Check<GuideSeen, GuideExpected>[] = table.map(checkOf)
