import { type KnownSecret, knownSecretsOf } from './secrets.ts'

// A name, then "=", then the rest of the line; the name ends where the blanks or the sign begin: linear.
const assignment =
  /^[ \t]{0,64}(?:export[ \t]{1,8})?([A-Za-z_][A-Za-z0-9_.-]{0,127})[ \t]{0,64}[=:](.{0,65536})$/

function unquoted(text: string): string {
  const value = text.trim()
  const quote = value[0]
  if (quote !== '"' && quote !== "'" && quote !== '`') return value.replace(/[ \t]#.{0,65536}$/, '').trim()
  const end = value.indexOf(quote, 1)
  const inner = end === -1 ? value.slice(1) : value.slice(1, end)
  return quote === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\"', '"') : inner
}

/** The variables of a text in the form of a .env file; the last of a name wins. Never throws. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = Object.create(null)
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = assignment.exec(line) ?? []
    if (name !== undefined && value !== undefined) values[name] = unquoted(value)
  }
  return values
}

/** The secrets that such a text holds, by the names of its variables. */
export function secretsOfEnvFile(text: string): readonly KnownSecret[] {
  return knownSecretsOf(readEnvFile(text))
}
