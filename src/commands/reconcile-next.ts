import type { RunDocument } from '../core/report.ts'

/** At most three commands that help with what a reconcile found; complete and ready to copy. */
export function reconcileNext(
  { verdict, findings }: Pick<RunDocument, 'verdict' | 'findings'>,
  profile: string,
): readonly string[] {
  const next: string[] = []
  const codes = new Set(findings.map(({ code }) => code))
  if (codes.has('INVALID_RECORD') || codes.has('RECONCILE_ROWS_REJECTED')) {
    next.push(`x402ops reconcile ${profile} --show-mapping`)
  }
  if (codes.has('INVALID_RECORD')) next.push('x402ops init --recorder v2')
  if (codes.has('RECIPIENT_MISMATCH') || codes.has('AMOUNT_SHORT')) next.push(`x402ops matrix ${profile}`)
  if (verdict === 'FAIL') next.push(`x402ops reconcile ${profile} --since 24h -o csv=ledger.csv`)
  return next.slice(0, 3)
}
