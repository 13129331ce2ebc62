/** Where a secret is kept. The only way in which config names one; exactly one key is set. */
export type SecretReference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly exec: readonly string[] }
  | { readonly credential: string }

/**
 * `env:NAME`, `file:path`, `exec:command`, `credential:name`: what people see instead of the value. Only
 * the first word of a command is shown, because arguments may say more than they should.
 */
export function secretReferenceLabel(reference: SecretReference): string {
  if ('env' in reference) return `env:${reference.env}`
  if ('file' in reference) return `file:${reference.file}`
  if ('credential' in reference) return `credential:${reference.credential}`
  return `exec:${reference.exec[0] ?? ''}`
}
