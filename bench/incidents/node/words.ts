/** 32-byte words of hex without `0x`, one after the other; a cut-off last one is left out. */
export function wordsOf(hex: string): readonly string[] {
  const words: string[] = []
  for (let at = 0; at + 64 <= hex.length; at += 64) words.push(hex.slice(at, at + 64))
  return words
}

/** A number as a 32-byte word with `0x`. */
export function wordOf(value: bigint): string {
  return `0x${value.toString(16).padStart(64, '0')}`
}

/** The address in a word or a topic. */
export function addressIn(word: string): string {
  return `0x${word.slice(-40)}`
}

/** A number as the wire carries quantities. */
export function quantity(value: number): string {
  return `0x${value.toString(16)}`
}

/** The event topics and call selectors that a payment leaves on chain (protocol.md 2.1). */
export const marks = {
  transfer: '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  used: '0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5',
  cancelled: '0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81',
  authorizationState: '0xe94a0102',
  balanceOf: '0x70a08231',
  nonceBitmap: '0x4fe02b44',
  exactSettle: '13cd3b53',
  uptoSettle: 'ff11e7b4',
} as const
