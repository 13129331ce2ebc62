/** The index behind the quote that closes the text which opens at `from`. */
function endOfText(json: string, from: number): number {
  for (let i = from + 1; i < json.length; i += 1) {
    const code = json.charCodeAt(i)
    if (code === 0x5c) i += 1
    else if (code === 0x22) return i + 1
  }
  return json.length
}

function keyOf(raw: string): string {
  if (!raw.includes('\\')) return raw.slice(1, -1)
  try {
    return String(JSON.parse(raw))
  } catch {
    return raw
  }
}

/**
 * Does a key stand twice in one object? Programs differ in which of the two values they take, so that what was
 * checked here need not be what is settled elsewhere. One pass, linear; never throws, and of text that is no JSON it
 * says nothing certain.
 */
export function hasTwinKeys(json: string): boolean {
  const open: (Set<string> | null)[] = []
  let isKey = false
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i)
    if (code === 0x22) {
      const end = endOfText(json, i)
      const keys = open.at(-1)
      if (isKey && keys != null) {
        const key = keyOf(json.slice(i, end))
        if (keys.has(key)) return true
        keys.add(key)
      }
      isKey = false
      i = end - 1
    } else if (code === 0x7b || code === 0x5b) {
      isKey = code === 0x7b
      open.push(isKey ? new Set() : null)
    } else if (code === 0x7d || code === 0x5d) {
      open.pop()
      isKey = false
    } else if (code === 0x2c) isKey = open.at(-1) != null
  }
  return false
}

/** What is said of it. */
export const twinKeys = 'a key stands twice in one object'
