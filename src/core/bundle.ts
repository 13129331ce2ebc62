/** One file of a bundle. `path` is relative, with `/`, and made by us, never from input. */
export type BundleFile = { readonly path: string; readonly bytes: Uint8Array }

/**
 * A file of a bundle that is too long to be held: its length in bytes, the SHA-256 of them in lower-case hex, and the
 * bytes themselves, from their beginning each time they are asked for. Asking may reject with `OpsError`.
 */
export type LongFile = {
  readonly path: string
  readonly size: number
  readonly sha256: string
  readonly blocks: () => AsyncIterable<Uint8Array>
}

/**
 * A text that is too long to be held: free text or JSON per line, in parts of whole lines, from its beginning each time
 * they are asked for. Asking throws `OpsError` when it is no longer the same. Its owner calls `close`.
 */
export type LongText = {
  readonly bytes: number
  readonly parts: () => Iterable<string>
  readonly close: () => Promise<void>
}

/** Something that the bundle does not hold, and why. `what` is printable and holds no secret. */
export type LeftOut = { readonly what: string; readonly why: string }

/** How often each rule hid something, by the name of the rule. */
export type RuleCounts = Readonly<Record<string, number>>

/** A hidden place, shown to people: up to 8 characters on either side, never the value. */
export type MaskedSample = { readonly rule: string; readonly before: string; readonly after: string }

/** A file of the bundle as its manifest lists it. `sha256` in lower-case hex, `bytes` its length. */
export type ManifestFile = {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly redactions: RuleCounts
  /** Lines that could not be redacted and are therefore not in the file. */
  readonly withheld: number
  /** One line for the reader of the list. */
  readonly note: string
}

/** What was asked for: the flags that chose the content. Null = not given. */
export type BundleSelection = {
  readonly runs: readonly string[]
  /** Ids of findings, unique beginnings of one, or codes. */
  readonly findings: readonly string[]
  readonly requestIds: readonly string[]
  readonly txs: readonly string[]
  readonly payers: readonly string[]
  readonly since: string | null
}

/** `x402ops.bundle/v1`: `manifest.json` of a bundle, written as RFC 8785 canonical JSON. */
export type Manifest = {
  readonly schema: 'x402ops.bundle/v1'
  readonly tool: { readonly name: 'x402ops'; readonly version: string }
  /** `x402ops-<profile>-<time of the newest run>-<8 hex of inputsDigest>`: folder and archive bear it. */
  readonly bundleId: string
  readonly profile: string
  readonly target: string | null
  /** The end of the newest run in it, RFC 3339 UTC: the time of every file, too. Never "now". */
  readonly madeFrom: string
  /** When the volatile facts were asked; null when nothing was (`--offline`). */
  readonly collectedAt: string | null
  readonly selection: BundleSelection
  /** SHA-256 over the canonical inputs before redaction, keyed with the installation secret. */
  readonly inputsDigest: string
  /** Every file but `manifest.json`, `SHA256SUMS` and `SHA256SUMS.sig`, in the order of the archive. */
  readonly files: readonly ManifestFile[]
  readonly redactions: RuleCounts
  readonly withheld: number
  readonly leftOut: readonly LeftOut[]
}
