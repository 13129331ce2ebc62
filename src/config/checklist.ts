import type { AskedItemId, ChecklistSettings, Said } from '../core/checklist-settings.ts'
import { durationMs } from '../core/duration.ts'

type WrittenSaid = { readonly by: string; readonly on: string; readonly note?: string | undefined }

type Written = {
  readonly asked?: Readonly<Partial<Record<AskedItemId, WrittenSaid | undefined>>> | undefined
  readonly serverWait?: string | undefined
  readonly facilitatorWait?: string | undefined
  readonly replayStore?: 'shared' | 'memory' | undefined
  readonly replayKeep?: string | undefined
}

type WrittenAlert = { readonly kind: string; readonly key?: unknown }

function saidOf([id, said]: readonly [string, WrittenSaid | undefined]): readonly (readonly [
  string,
  Said,
])[] {
  return said === undefined ? [] : [[id, { by: said.by, on: said.on, note: said.note ?? null }]]
}

/** What the operator says for the checklist, and who is told when something is wrong. */
export function checklistOf(tree: {
  readonly checklist: Written
  readonly alerts: Readonly<Record<string, WrittenAlert | undefined>>
}): { readonly checklist: ChecklistSettings } {
  const { checklist, alerts } = tree
  const time = (text: string | undefined) => (text === undefined ? null : (durationMs(text) ?? null))
  return {
    checklist: {
      asked: Object.fromEntries(Object.entries(checklist.asked ?? {}).flatMap(saidOf)),
      serverWaitMs: time(checklist.serverWait),
      facilitatorWaitMs: time(checklist.facilitatorWait),
      replayStore: checklist.replayStore ?? null,
      replayKeepMs: time(checklist.replayKeep),
      receivers: Object.entries(alerts).flatMap(([name, alert]) =>
        alert === undefined ? [] : [{ name, kind: alert.kind, signed: alert.key !== undefined }],
      ),
    },
  }
}
