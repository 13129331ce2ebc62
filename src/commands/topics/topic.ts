/** One text of `x402ops help <topic>`; at most 80 columns wide, ends with a line feed. */
export type Topic = { readonly name: string; readonly summary: string; readonly text: string }
