/** Where a secret is kept. The only way in which config names one; exactly one key is set. */
export type SecretReference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly exec: readonly string[] }
  | { readonly credential: string }

/** A value that was pasted where its name belongs: small letters and digits in one piece, as no variable has. */
function isPasted(name: string): boolean {
  // One class: linear.
  const runs = name.match(/[A-Za-z0-9+/=]{20,}/g) ?? []
  return runs.some((run) => /\d/.test(run) && /[a-z]/.test(run))
}

/**
 * `env:NAME`, `file:path`, `exec:command`, `credential:name`: what people see instead of the value. Only
 * the first word of a command is shown, because arguments may say more than they should, and `env:***` where
 * somebody seems to have written the secret itself.
 */
export function secretReferenceLabel(reference: SecretReference): string {
  if ('env' in reference) return `env:${isPasted(reference.env) ? '***' : reference.env}`
  if ('file' in reference) return `file:${reference.file}`
  if ('credential' in reference)
    return `credential:${isPasted(reference.credential) ? '***' : reference.credential}`
  return `exec:${reference.exec[0] ?? ''}`
}
