import { type NamelessFile, openNamelessFile } from './nameless-file.ts'

/** Columns in pages of equal size, of which only some are in memory; the others stand in a file without a name. */
export type Pages<Columns> = {
  /** The columns of a page, to be read. They are those of another page when more pages were asked for since than are held. */
  readonly read: (page: number) => Columns
  /** The same, to be written. A page that was never asked for is new and all zero; they are made in their order. */
  readonly change: (page: number) => Columns
  /** Copies bytes of a page that was made, from byte `from` on; the pages in memory stay as they are. */
  readonly copy: (page: number, from: number, into: Uint8Array) => void
  /** Lets go of everything. */
  readonly close: () => void
}

/** How many bytes a page has, and how many pages are held in memory: at least one. */
export type PageSizes = { readonly bytes: number; readonly held: number }

type Frame<Columns> = {
  readonly bytes: Uint8Array
  readonly columns: Columns
  page: number
  used: number
  isChanged: boolean
}

/**
 * Pages whose columns `columnsIn` lays over their memory. As long as there are no more of them than are held, no file is
 * made; then the page that was not used for the longest time makes room. Calls throw `OpsError`
 * PAIRING_SPILL_FAILED when the disk refuses.
 */
export function openPages<Columns>(
  { bytes, held }: PageSizes,
  columnsIn: (memory: ArrayBuffer) => Columns,
): Pages<Columns> {
  const frames: Frame<Columns>[] = []
  const inMemory: (Frame<Columns> | undefined)[] = []
  let file: NamelessFile | null = null
  let made = 0
  let time = 0
  let last: Frame<Columns> | null = null

  const newFrame = (): Frame<Columns> => {
    const memory = new ArrayBuffer(bytes)
    const frame = {
      ...{ bytes: new Uint8Array(memory), columns: columnsIn(memory) },
      ...{ page: -1, used: 0, isChanged: false },
    }
    frames.push(frame)
    return frame
  }

  const roomFor = (): Frame<Columns> => {
    if (frames.length < held) return newFrame()
    const oldest = frames.reduce((one, other) => (other.used < one.used ? other : one))
    if (oldest.isChanged) {
      file ??= openNamelessFile()
      file.write(oldest.bytes, oldest.page * bytes)
      oldest.isChanged = false
    }
    inMemory[oldest.page] = undefined
    return oldest
  }

  const bring = (page: number): Frame<Columns> => {
    const frame = roomFor()
    frame.page = -1
    if (page < made) file?.read(frame.bytes, page * bytes)
    else {
      frame.bytes.fill(0)
      frame.isChanged = true
      made = page + 1
    }
    frame.page = page
    inMemory[page] = frame
    return frame
  }

  const frameOf = (page: number): Frame<Columns> => {
    if (last !== null && last.page === page) return last
    const frame = inMemory[page] ?? bring(page)
    time += 1
    frame.used = time
    last = frame
    return frame
  }

  return {
    read: (page) => frameOf(page).columns,
    change: (page) => {
      const frame = frameOf(page)
      frame.isChanged = true
      return frame.columns
    },
    copy: (page, from, into) => {
      const frame = inMemory[page]
      if (frame === undefined) file?.read(into, page * bytes + from)
      else into.set(frame.bytes.subarray(from, from + into.length))
    },
    close: () => {
      file?.close()
      file = null
      last = null
      frames.length = 0
      inMemory.length = 0
      made = 0
    },
  }
}
