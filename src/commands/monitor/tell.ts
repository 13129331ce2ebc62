import { type AlertTarget, isBuiltKind } from '../../core/alert-target.ts'
import { OpsError } from '../../core/errors.ts'
import type { Profile } from '../../core/profile.ts'
import type { RunDocument } from '../../core/report.ts'
import { type NoticeChange, noticeChange, noticeId, noticeOf } from '../../runs/notices.ts'
import { type CommandContext, optionText } from '../command.ts'

/** The receivers of a run: all that can be reached, or the one of `--alert`. Throws `OpsError` ALERT_UNKNOWN or ALERT_KIND_NOT_BUILT. */
export function chosenTargets(context: CommandContext, profile: Profile): readonly AlertTarget[] {
  const all = profile.alerts ?? []
  const name = optionText(context.options, 'alert')
  if (name !== undefined) {
    const target = all.find((one) => one.name === name)
    const known = all.map((one) => one.name).join(', ') || 'none'
    if (target === undefined) throw new OpsError('ALERT_UNKNOWN', { name, known })
    if (!isBuiltKind(target.kind)) throw new OpsError('ALERT_KIND_NOT_BUILT', { name, kind: target.kind })
    return remembered(context, [target])
  }
  for (const { name: missing, kind } of all) {
    if (!isBuiltKind(kind)) context.note(`note: ${missing} is not told: ${kind} is not built yet, webhook is`)
  }
  return remembered(
    context,
    all.filter(({ kind }) => isBuiltKind(kind)),
  )
}

/** Without a memory every run would tell everything again. */
function remembered(context: CommandContext, targets: readonly AlertTarget[]): readonly AlertTarget[] {
  if (targets.length === 0 || context.global.save) return targets
  context.note('note: nobody is told with --no-save: what was told has to be remembered')
  return []
}

async function tellOne(
  context: CommandContext,
  profile: Profile,
  document: RunDocument,
  target: AlertTarget,
): Promise<void> {
  const { services, note } = context
  const store = await services.store()
  const { targets, damaged } = await store.notices(profile.name)
  if (damaged !== null) note(`note: ${damaged}; ${target.name} may be told things again`)
  const known = targets.find((one) => one.target === target.name)?.open ?? []
  const change: NoticeChange = noticeChange(known, document, target.minSeverity)
  const isNews = change.raised.length + change.resolved.length > 0
  if (!isNews && known.length === 0) return
  let open = change.told
  if (isNews) {
    const message = { id: noticeId(target.name, change), notice: noticeOf(change, document) }
    const sent = await services.notify(profile, target, message, context.signal)
    if (!sent.delivered) {
      note(`note: ${target.name} could not be told: ${sent.why}; the next run tries again`)
      open = change.untold
    }
  }
  const lost = await store.keepNotices(profile.name, target.name, open)
  if (lost !== null) note(`note: ${lost}`)
}

/**
 * Tells every receiver what this run changes for it: one request each at most. That it could not be told is a note; it
 * never changes what the run says.
 */
export async function tellAll(
  context: CommandContext,
  profile: Profile,
  document: RunDocument,
  targets: readonly AlertTarget[],
): Promise<void> {
  if (context.signal.aborted) return
  for (const target of targets) await tellOne(context, profile, document, target)
}
