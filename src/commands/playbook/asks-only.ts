/** Commands that ask and read; `evidence export` writes one new file of ours, and nothing else. */
const asking: readonly string[] = [
  ...['monitor', 'probe', 'matrix', 'discover', 'facilitator', 'rpc', 'recipient', 'metrics', 'reconcile'],
  ...['settlement show', 'settlement list', 'settlement find', 'settlement recheck', 'checklist'],
  ...['decode', 'verify', 'classify', 'balance', 'explain', 'diff', 'judge'],
  ...['toggle guide', 'toggle verify', 'playbook show', 'playbook match', 'playbook intake', 'refund list'],
  ...['evidence scan', 'evidence verify', 'evidence show', 'evidence case', 'evidence export'],
]

/** Flags that do more than ask: they write further files, run a paid handler, send something, or never end. */
const doing: readonly string[] = [
  ...['variants', 'probeGarbage', 'verifyReachability', 'cases', 'ledger', 'include', 'encryptTo', 'sign'],
  ...['watch', 'output'],
]

/**
 * May `playbook run` run this by itself? Only what asks and reads, and only without the flags that do more; everything
 * else is left to the person.
 */
export function asksOnly(path: readonly string[], options: Readonly<Record<string, unknown>>): boolean {
  if (!asking.includes(path.join(' '))) return false
  return doing.every((name) => {
    const value = options[name]
    return value === undefined || value === false || (Array.isArray(value) && value.length === 0)
  })
}
