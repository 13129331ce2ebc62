import { readText, readWord } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { together } from '../../core/same-block.ts'
import { sameId } from '../../x402/fields.ts'
import { finding } from '../catalog.ts'
import { judgeEntries, notChosen } from '../compare.ts'
import type { MatrixExpected, MatrixSeen, TokenSeen } from '../shapes.ts'
import { signsForToken } from '../signs.ts'
import { type Entry, placeOf, type RouteView, subjectOf } from '../view.ts'

const itself = (text: string) => text
const quoted = (text: string | null) => (text === null ? 'nothing' : `"${safe(text, 80)}"`)

function tokenOf(seen: MatrixSeen, { terms }: Entry): TokenSeen | undefined {
  return seen.tokens?.find(
    (token) =>
      token.network === terms.network &&
      terms.asset !== null &&
      sameId(token.asset, terms.asset) &&
      token.name === terms.eip712.name &&
      token.version === terms.eip712.version,
  )
}

function wrong(view: RouteView, entry: Entry, token: TokenSeen): readonly Finding[] {
  const route = placeOf(view, entry)
  const make = (field: string, expected: string, got: string) => {
    const part = `${entry.label} chain ${field}`.trim()
    return finding('WRONG_EIP712_NAME', subjectOf(view, part), { route, field, expected, got }, [view.look])
  }
  const unread = (why: string) => [
    finding(
      'TOKEN_NOT_READ',
      subjectOf(view, `${entry.label} chain`.trim()),
      { route, why: safe(why, 200) },
      [view.look],
    ),
  ]
  if (token.at.block === null) return unread(token.at.why)
  const separator = together(token.separators, readWord, itself)
  if (separator.kind === 'split') return unread(`the endpoints disagree: ${separator.said.join(', ')}`)
  if (separator.kind === 'agreed' && separator.value === token.separator) return []
  const [name, version] = [token.names, token.versions].map((votes) => together(votes, readText, itself))
  const differs = [
    ...(name?.kind === 'agreed' && name.value !== token.name
      ? [make('name', quoted(name.value), quoted(token.name))]
      : []),
    ...(version?.kind === 'agreed' && version.value !== token.version
      ? [make('version', quoted(version.value), quoted(token.version))]
      : []),
  ]
  if (differs.length > 0) return differs
  // Some tokens have a domain of other words than name() and version(): the separator is the exact test.
  if (separator.kind === 'agreed' && token.separator !== null)
    return [make('name and version', 'another DOMAIN_SEPARATOR', quoted(`${token.name}, ${token.version}`))]
  const blind = [separator, name, version].find((votes) => votes?.kind === 'blind')
  return name?.kind === 'agreed' && version?.kind === 'agreed' && separator.kind === 'blind'
    ? []
    : unread(blind?.kind === 'blind' ? blind.why : 'the endpoints disagree')
}

/** What payers sign for, held against the token contracts themselves. Only with `--chain`. */
export const token: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.token',
  question: 'Do the token contracts have the domain that payers are told to sign for?',
  judge: (seen, expected) => {
    if (expected.options.chain !== true) return [notChosen('the token contracts', '--chain')]
    return judgeEntries('token', seen, expected, (view, entry) => {
      if (!signsForToken(entry.terms)) return []
      const found = tokenOf(seen, entry)
      if (found !== undefined) return wrong(view, entry, found)
      const subject = subjectOf(view, `${entry.label} chain`.trim())
      const args = { route: placeOf(view, entry), why: 'the contract was not asked' }
      return [finding('TOKEN_NOT_READ', subject, args, [view.look])]
    })
  },
}
