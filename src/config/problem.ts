import { safe } from '../core/safe.ts'

/** What is wrong with a value, in our words and without the value itself, and what to write instead. */
export type Problem = { readonly problem: string; readonly suggestion: string }

/** Where a value stands in a file: `['profiles', 'mainnet', 'pays', 0, 'asset']`. */
export type Path = readonly (string | number)[]

/** A problem and where it stands. */
export type Located = Problem & { readonly path: Path }

const secretPlaces = ['secret', 'env', 'file', 'exec', 'credential']

// A key may be a secret in the wrong place: one that is long, or hexadecimal, or stands where only the
// name of a place can stand is not repeated. Fixed character class, anchored: linear.
function printableKey(key: string, parent: string | number | undefined): string {
  if (key.length > 48 || /^(?:0x)?[0-9a-fA-F]{24,}$/.test(key)) return '***'
  if (parent === 'secret' && !secretPlaces.includes(key)) return '***'
  return /^[\w:./@-]+$/.test(key) ? key : safe(JSON.stringify(key))
}

/** `profiles.mainnet.pays[0].asset`; odd keys are quoted, and keys that may be secrets are `***`. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`
      const key = printableKey(part, path[index - 1])
      return index === 0 ? key : `.${key}`
    })
    .join('')
}
