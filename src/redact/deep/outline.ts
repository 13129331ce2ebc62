/**
 * What a text is made of, read in one pass: most rules need something that most texts do not have. `run` is the
 * longest run of signs of base64, `hex` of hex digits, `list` of digits and what stands between the numbers of a
 * list; `isVeiled` says whether any sign may stand for another.
 */
export type Outline = {
  readonly run: number
  readonly hex: number
  readonly list: number
  readonly isVeiled: boolean
}

const base64 = 1
const hexDigit = 2
const inList = 4
const veil = 8

const classes = new Uint8Array(128)
for (let code = 0; code < 128; code += 1) {
  const sign = String.fromCharCode(code)
  if (/[A-Za-z0-9+/_-]/.test(sign)) classes[code]! |= base64
  if (/[0-9a-fA-F]/.test(sign)) classes[code]! |= hexDigit
  if (/[0-9a-fA-Fx,;: \t\r\n-]/.test(sign)) classes[code]! |= inList
  if (/[\\%&]/.test(sign) || (code < 32 && !/[\t\r\n]/.test(sign)) || code === 127) classes[code]! |= veil
}

/** The outline of a text. */
export function outlineOf(text: string): Outline {
  let run = 0
  let hex = 0
  let list = 0
  let mostRun = 0
  let mostHex = 0
  let mostList = 0
  let isVeiled = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? (classes[code] ?? 0) : veil
    if ((kind & base64) !== 0) run += 1
    else {
      if (run > mostRun) mostRun = run
      run = 0
    }
    if ((kind & hexDigit) !== 0) hex += 1
    else {
      if (hex > mostHex) mostHex = hex
      hex = 0
    }
    if ((kind & inList) !== 0) list += 1
    else {
      if (list > mostList) mostList = list
      list = 0
    }
    if ((kind & veil) !== 0) isVeiled = true
  }
  return { run: Math.max(run, mostRun), hex: Math.max(hex, mostHex), list: Math.max(list, mostList), isVeiled }
}
