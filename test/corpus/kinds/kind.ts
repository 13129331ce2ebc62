import type { Random } from '../random.ts'

/** One secret of the corpus. */
export type Made = {
  /** As it stands in an environment, a file or a log. */
  readonly text: string
  /** What must not be seen of it. Of a URL the key, not the host; of a payment the signature, not the nonce. */
  readonly cores: readonly string[]
  /** The bytes that the text spells, where it spells any. */
  readonly bytes?: Buffer
  /** Addresses and public keys of it that stand in the evidence, so that the key can be tested. */
  readonly addresses?: readonly string[]
  /** What stands in the text and must stay visible. */
  readonly survivors?: readonly string[]
}

/** How a secret can be recognised: as a value of the environment, by its label, or by its shape alone. */
export type Mode = 'known' | 'labelled' | 'shaped'

/** A kind of secret. */
export type Kind = {
  readonly name: string
  readonly modes: readonly Mode[]
  /** How it is labelled in the wild; the first is the name of the variable. */
  readonly labels: readonly string[]
  /** Letters may change their case without changing the secret. */
  readonly anyCase?: true
  /** The text is a list or an object and stands in JSON without quotes, too. */
  readonly isJson?: true
  /** The text has lines of its own. */
  readonly isLines?: true
  readonly make: (random: Random) => Made
}
