/**
 * A text as it reads once something around or inside it is taken away. The unit at `i` came from
 * `starts[i]` up to `ends[i]` of the text it was made of.
 */
export type View = { readonly text: string; readonly starts: Int32Array; readonly ends: Int32Array }

/** Builds a view piece by piece: text that was copied, and text that stands for something longer. */
export type ViewBuilder = {
  readonly copy: (start: number, end: number) => void
  readonly put: (text: string, start: number, end: number) => void
  readonly done: () => View
}

/** A builder of a view over `source`. */
export function createViewBuilder(source: string): ViewBuilder {
  const parts: string[] = []
  let starts = new Int32Array(source.length + 16)
  let ends = new Int32Array(source.length + 16)
  let length = 0
  const room = (more: number) => {
    if (length + more <= starts.length) return
    const grown = (old: Int32Array<ArrayBuffer>) => {
      const larger = new Int32Array(old.length * 2 + more)
      larger.set(old)
      return larger
    }
    starts = grown(starts)
    ends = grown(ends)
  }
  return {
    copy: (start, end) => {
      if (end <= start) return
      room(end - start)
      parts.push(source.slice(start, end))
      for (let at = start; at < end; at += 1) {
        starts[length] = at
        ends[length] = at + 1
        length += 1
      }
    },
    put: (text, start, end) => {
      room(text.length)
      parts.push(text)
      for (let index = 0; index < text.length; index += 1) {
        starts[length] = start
        ends[length] = end
        length += 1
      }
    },
    done: () => ({
      text: parts.join(''),
      starts: starts.subarray(0, length),
      ends: ends.subarray(0, length),
    }),
  }
}

/**
 * The view in which every match of `pattern` reads as `change` says; undefined when nothing matches. A match
 * for which `change` gives undefined stays.
 */
export function viewByPattern(
  source: string,
  pattern: RegExp,
  change: (match: RegExpExecArray) => string | undefined,
): View | undefined {
  pattern.lastIndex = 0
  let match = pattern.exec(source)
  if (match === null) return undefined
  const builder = createViewBuilder(source)
  let from = 0
  let changed = 0
  for (; match !== null; match = pattern.exec(source)) {
    const text = change(match)
    if (text === undefined) continue
    builder.copy(from, match.index)
    from = match.index + match[0].length
    builder.put(text, match.index, from)
    changed += 1
  }
  if (changed === 0) return undefined
  builder.copy(from, source.length)
  return builder.done()
}

/** The view that reads a text through two others, one behind the other. */
export function throughBoth(outer: View, inner: View): View {
  const length = inner.text.length
  const starts = new Int32Array(length)
  const ends = new Int32Array(length)
  for (let index = 0; index < length; index += 1) {
    starts[index] = outer.starts[inner.starts[index] ?? 0] ?? 0
    ends[index] = outer.ends[(inner.ends[index] ?? 1) - 1] ?? 0
  }
  return { text: inner.text, starts, ends }
}

/** The place in the text behind a view from which a stretch of the view came. */
export function placeBehind(view: View, start: number, end: number): readonly [number, number] {
  return [view.starts[start] ?? 0, view.ends[Math.max(start, end - 1)] ?? 0]
}
