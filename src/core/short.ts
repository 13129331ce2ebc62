/** `0x1b3c..77c0`: an address or hash for a table. Other texts come back whole; `next` lines never use this. */
export function shortHex(text: string): string {
  return /^0x[0-9a-fA-F]{40,64}$/.test(text) ? `${text.slice(0, 6)}..${text.slice(-4)}` : text
}
