// Tokens of JSON, sticky. One class each, or parts that share no sign at their borders: linear.
const blank = /[ \t\r\n]*/y
const text = /"(?:[^"\\]|\\[\s\S])*"/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+:-])/y

/**
 * Is the beginning of a text that of one JSON document (a list, a HAR), as far as it goes? No when the document ends
 * and something follows, as in JSON per line, and for a line of a log that begins with a bracket.
 */
export function beginsOneDocument(head: string): boolean {
  const open: string[] = []
  let at = 0
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(head)?.[0] ?? ''
    at += found.length
    return found
  }
  take(blank)
  if (head[at] !== '{' && head[at] !== '[') return false
  for (let wants: 'value' | 'name' | 'next' = 'value'; ; ) {
    take(blank)
    const sign = head[at]
    if (sign === undefined) return true
    if (wants === 'next') {
      if (open.length === 0) return false
      at += 1
      if (sign === ',') wants = open.at(-1) === '{' ? 'name' : 'value'
      else if (sign === (open.at(-1) === '{' ? '}' : ']')) open.pop()
      else return false
      continue
    }
    if (sign === '"') {
      if (take(text) === '') return true
      if (wants === 'name') {
        take(blank)
        if (head[at] === undefined) return true
        if (head[at] !== ':') return false
        at += 1
        wants = 'value'
      } else wants = 'next'
      continue
    }
    const isEmpty = (sign === '}' && wants === 'name') || (sign === ']' && open.at(-1) === '[')
    if (isEmpty) {
      at += 1
      open.pop()
      wants = 'next'
    } else if (wants === 'name') {
      return false
    } else if (sign === '{' || sign === '[') {
      at += 1
      open.push(sign)
      wants = sign === '{' ? 'name' : 'value'
    } else {
      // The last token may go on behind the end.
      if (take(scalar) === '') return head.length - at < 32 && /^[\w.+-]+$/.test(head.slice(at))
      wants = 'next'
    }
  }
}
