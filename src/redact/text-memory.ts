/** Texts that were seen before; so many at most: then it begins anew. */
export type TextMemory = {
  readonly has: (text: string) => boolean
  readonly add: (text: string) => void
}

/** The same text on its own: a part of a longer one holds all of it. */
export function alone(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

/**
 * An empty memory. What it holds are its texts alone: a word of a long log, remembered as it was cut out, would keep
 * the block of the log in which it stood.
 */
export function createTextMemory(most: number): TextMemory {
  const texts = new Set<string>()
  return {
    has: (text) => texts.has(text),
    add: (text) => {
      if (texts.size >= most) texts.clear()
      texts.add(alone(text))
    },
  }
}
