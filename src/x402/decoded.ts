/**
 * The result of decoding bytes from outside. Decoders never throw. `problems` lists what does not
 * conform although the value could be read (base64url, a number where the protocol says string).
 */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T; readonly problems: readonly string[] }
  | { readonly ok: false; readonly problem: string }
