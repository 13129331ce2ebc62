/** A line of a file. */
export type Place = { readonly file: string; readonly line: number }

/** Where numbered things were seen: the first hundred different places of each. */
export type SeenAt = {
  add(thing: number, place: Place): void
  of(thing: number): readonly Place[]
}

/** Something that stands in more places is reported in so many of them. */
const mostPlaces = 100

/** A column of numbers that grows, 4 bytes each; what was not set is 0. */
function column() {
  let numbers = new Uint32Array(1024)
  return {
    get: (at: number) => numbers[at] ?? 0,
    set: (at: number, value: number) => {
      if (at >= numbers.length) {
        const longer = new Uint32Array(Math.max(at + 1, numbers.length * 2))
        longer.set(numbers)
        numbers = longer
      }
      numbers[at] = value
    },
  }
}

/** Nothing seen so far. A place costs 12 bytes, a thing 8. */
export function createSeenAt(): SeenAt {
  const files: string[] = []
  const numberOfFile = new Map<string, number>()
  // Of a thing the number of its latest place and how many there are; of a place the one before it. From 1 on.
  const [latest, counts, fileAt, lineAt, before] = [column(), column(), column(), column(), column()]
  let places = 0
  return {
    add(thing, { file, line }) {
      let number = numberOfFile.get(file)
      if (number === undefined) {
        number = files.push(file) - 1
        numberOfFile.set(file, number)
      }
      const last = latest.get(thing)
      const isSame = last > 0 && fileAt.get(last) === number && lineAt.get(last) === line
      const count = counts.get(thing)
      if (isSame || count >= mostPlaces) return
      places += 1
      fileAt.set(places, number)
      lineAt.set(places, line)
      before.set(places, last)
      latest.set(thing, places)
      counts.set(thing, count + 1)
    },
    of(thing) {
      const found: Place[] = []
      for (let at = latest.get(thing); at > 0; at = before.get(at)) {
        found.push({ file: files[fileAt.get(at)] ?? '', line: lineAt.get(at) })
      }
      return found.reverse()
    },
  }
}
