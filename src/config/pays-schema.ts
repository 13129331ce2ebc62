import * as z from 'zod'
import { caip2 } from '../networks/lookup.ts'
import { addressProblem, evmAddressProblem } from './address.ts'
import { addressText, instantField, networkText, wordField } from './fields.ts'
import type { Located, Path, Problem } from './problem.ts'
import { instantText } from './quantity.ts'

const receiver = z.strictObject({
  address: addressText,
  from: instantField.nullable().optional().describe('in force from this moment on; null = always was'),
  until: instantField.nullable().optional().describe('in force before this moment; null = still is'),
})

const payTo = z
  .array(z.union([addressText, receiver]))
  .max(100)
  .describe('receiving addresses with the time they were in force: rotation is history')

const fields = z.strictObject({
  network: networkText,
  asset: wordField.describe('symbol or address of the token'),
  symbol: wordField.optional().describe('needed for a token that x402ops does not know'),
  decimals: z.int().min(0).max(36).optional().describe('needed for a token that x402ops does not know'),
  eip712: z
    .strictObject({ name: wordField, version: wordField })
    .optional()
    .describe('EIP-712 domain of the token contract'),
  payTo: payTo.optional(),
  forbiddenPayTo: z.array(addressText).max(100).optional(),
  refundFrom: z.array(addressText).max(100).optional(),
})

type Fields = z.infer<typeof fields>
/** The parts of a date range are in the right order. */
function rangeProblem(entry: string | z.infer<typeof receiver>): Problem | undefined {
  if (typeof entry === 'string' || !entry.from || !entry.until) return undefined
  const from = Date.parse(instantText(entry.from) ?? '')
  const until = Date.parse(instantText(entry.until) ?? '')
  if (Number.isNaN(from) || Number.isNaN(until) || from < until) return undefined
  return { problem: 'until is not after from', suggestion: 'Swap them, or leave one out.' }
}

/** Every address of an entry, with where it stands. */
function addresses(value: Fields): readonly { readonly text: string; readonly path: Path }[] {
  const receivers = (value.payTo ?? []).map((entry, i) =>
    typeof entry === 'string'
      ? { text: entry, path: ['payTo', i] }
      : { text: entry.address, path: ['payTo', i, 'address'] },
  )
  const rest = (['forbiddenPayTo', 'refundFrom'] as const).flatMap((key) =>
    (value[key] ?? []).map((text, i) => ({ text, path: [key, i] })),
  )
  return [...receivers, ...rest]
}

function problems(value: Fields): readonly Located[] {
  const network = caip2(value.network)
  const family = addresses(value).flatMap(({ text, path }): readonly Located[] => {
    const found = addressProblem(text, network)
    // What is wrong on every network was already said by the field itself.
    return found === undefined || addressProblem(text, null) !== undefined ? [] : [{ ...found, path }]
  })
  const ranges = (value.payTo ?? []).flatMap((entry, i): readonly Located[] => {
    const found = rangeProblem(entry)
    return found === undefined ? [] : [{ ...found, path: ['payTo', i, 'until'] }]
  })
  const asset = value.asset.startsWith('0x') ? evmAddressProblem(value.asset) : undefined
  return [...(asset === undefined ? [] : [{ ...asset, path: ['asset'] }]), ...family, ...ranges]
}

/** One (network, asset) that the service takes. */
export const paysField = fields.superRefine((value, context) => {
  for (const { problem, suggestion, path } of problems(value)) {
    context.addIssue({ code: 'custom', message: problem, path: [...path], params: { suggestion } })
  }
})
