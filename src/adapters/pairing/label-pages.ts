import { openPages, type Pages } from './pages.ts'

/** The labels by which records are connected, by number; see `labelsOf`. That of the key is looked at last and stays. */
export const labels = { recordId: 0, requestId: 1, identifier: 2, tx: 3, key: 4 } as const

const kinds = 5
const wordBytes = 4
const labelBytes = 5

/**
 * The labels of one page of records, kind by kind: 40 bits each, a word and a byte, which are only ever compared with those
 * of their kind. The word 0 = no label.
 */
type LabelColumns = { readonly word: Uint32Array; readonly byte: Uint8Array }

/** All labels of one kind, by record. */
export type LabelList = { readonly word: Uint32Array; readonly byte: Uint8Array }

/** The labels of all records, 25 bytes each, until they were compared. */
export type LabelPages = {
  readonly pages: Pages<LabelColumns>
  readonly pageRows: number
  /** By kind: does any record have such a label? */
  readonly isUsed: boolean[]
}

/** No labels yet. */
export function openLabels(pageRows: number, held: number): LabelPages {
  const bytes = pageRows * kinds * labelBytes
  const tail = pageRows * kinds * wordBytes
  const pages = openPages({ bytes, held }, (memory) => ({
    word: new Uint32Array(memory, 0, pageRows * kinds),
    byte: new Uint8Array(memory, tail),
  }))
  return { pages, pageRows, isUsed: Array.from({ length: kinds }, () => false) }
}

/** Notes a label of the record at a place of the page whose columns are given. */
export function putLabel(
  { pageRows, isUsed }: LabelPages,
  { word, byte }: LabelColumns,
  kind: number,
  place: number,
  head: number,
  tail: number,
): void {
  const at = kind * pageRows + place
  word[at] = head || 1
  byte[at] = tail & 255
  isUsed[kind] = true
}

/** Fills a list, which has room for all records, with the labels of one kind. */
export function readLabels({ pages, pageRows }: LabelPages, kind: number, list: LabelList): void {
  const count = list.word.length
  const words = new Uint8Array(list.word.buffer, list.word.byteOffset, count * wordBytes)
  const tails = pageRows * kinds * wordBytes
  for (let page = 0, first = 0; first < count; page += 1, first += pageRows) {
    const end = Math.min(count, first + pageRows)
    pages.copy(page, kind * pageRows * wordBytes, words.subarray(first * wordBytes, end * wordBytes))
    pages.copy(page, tails + kind * pageRows, list.byte.subarray(first, end))
  }
}
