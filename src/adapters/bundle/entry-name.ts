const separators = /[/\\]/

/** A control character. A class without repetition: linear. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const control = /[\u0000-\u001f\u007f]/

/**
 * Why a name inside an archive is not to be trusted, or null when it is a plain relative path: no root, no
 * drive, no `..`, no empty part, no control character, at most 1024 characters.
 */
export function oddName(name: string): string | null {
  if (name.length > 1024) return 'its name is longer than 1024 characters'
  if (control.test(name)) return 'its name holds a control character'
  if (/^[/\\]|^[a-zA-Z]:/.test(name)) return 'its name is absolute'
  const parts = name.split(separators)
  if (parts.includes('..')) return 'its name leads out of the archive'
  if (parts.includes('') || parts.includes('.')) return 'its name has an empty part'
  return null
}

/** The last part of a name or path, of either kind of separator. */
export function lastPart(name: string): string {
  return name.split(separators).findLast((part) => part !== '') ?? name
}
