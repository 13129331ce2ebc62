/**
 * Who can choose the value of a field: `service` for what a chain, a node or our own service made (hashes of
 * transactions, blocks and logs), `payer` for what a caller hands in (nonces, request ids, addresses). Only of
 * the second kind can a value be a private key that somebody planted where everybody looks.
 */
export type ValueOrigin = 'service' | 'payer'

/**
 * What the walkers of structured inputs ask of the redactor that calls them. Every function counts by rule what
 * it hides; none throws on any text, but a rule of `text` may: the walkers then withhold that one value.
 */
export type Hide = {
  /** Free text. `label` is the name of the field it stands in, null where there is none. */
  readonly text: (value: string, label: string | null) => string
  /** Does it hold a known secret, in any form? Nothing else is asked: cheap, and certain. */
  readonly known: (value: string) => boolean
  /** The tag for a value that is secret because of its place, counted under `kind`. Empty texts and tags stay. */
  readonly secret: (value: string, kind: string) => string
  /**
   * An id of public shape under a public name: unchanged, unless it is a known secret or holds one, has the
   * shape of a credential or (`payer`) is the private key of an address that was seen.
   */
  readonly publicId: (value: string, origin: ValueOrigin) => string
  /** What stands in the place of a text that could not be redacted; counted as withheld. */
  readonly withhold: () => string
  /** Counts something that was hidden without a tag, such as a header of which only the name stays. */
  readonly count: (rule: string) => void
}
