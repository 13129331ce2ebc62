/** `0x1b3c..77c0`: an address or hash for a table. Other texts come back whole; `next` lines never use this. */
export function shortHex(text: string): string {
  return /^0x[0-9a-fA-F]{40,64}$/.test(text) ? `${text.slice(0, 6)}..${text.slice(-4)}` : text
}

/** At most `max` characters of a text; one that was cut ends with `...`, so nobody takes the part for the whole. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, Math.max(0, max - 3))
  // Half of a pair of surrogates is no character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}...`
}
