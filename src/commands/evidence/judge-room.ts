import type { AlertsExpected, AlertsSeen } from '../../alerts/facts.ts'
import { alerts } from '../../alerts/room.ts'
import { checklist } from '../../checklist/room.ts'
import type { ChecklistExpected, ChecklistSeen } from '../../checklist/shapes.ts'
import type { Judgement } from '../../core/run-room.ts'
import { judgeRoom } from '../../core/run-room.ts'
import { discover, routeDocuments } from '../../discover/room.ts'
import type {
  DiscoverExpected,
  DiscoverSeen,
  RouteDocumentsExpected,
  RouteDocumentsSeen,
} from '../../discover/shapes.ts'
import { facilitator } from '../../facilitator/room.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../../facilitator/shapes.ts'
import { matrix } from '../../matrix/room.ts'
import type { MatrixExpected, MatrixSeen } from '../../matrix/shapes.ts'
import { metrics } from '../../metrics/room.ts'
import type { MetricsExpected, MetricsSeen } from '../../metrics/shapes.ts'
import { probe } from '../../probe/room.ts'
import type { ProbeExpected, ProbeSeen } from '../../probe/shapes.ts'
import { recipient } from '../../recipient/room.ts'
import type { RecipientExpected, RecipientSeen } from '../../recipient/shapes.ts'
import type { ReconcileExpected } from '../../reconcile/expected.ts'
import { judgeCase } from '../../reconcile/judge-case.ts'
import { reconcile } from '../../reconcile/room.ts'
import type { ReconcileSeen } from '../../reconcile/seen.ts'
import { rpc } from '../../rpc/room.ts'
import type { RpcExpected, RpcSeen } from '../../rpc/shapes.ts'
import type { SavedRun } from '../../runs/run.ts'
import { proof } from '../../toggle/proof/room.ts'
import type { ProofExpected, ProofSeen } from '../../toggle/proof/shapes.ts'
import { toggle } from '../../toggle/room.ts'
import type { GuideExpected, GuideSeen } from '../../toggle/shapes.ts'

/**
 * Judges what a room saw, by the name of the room, as the run did; null when no room has that name. Throws on
 * data that no room of this version can have seen.
 */
export function judgeSaved(room: string, seen: unknown, expected: unknown): Judgement | null {
  switch (room) {
    case 'probe':
      return judgeRoom(probe, seen as ProbeSeen, expected as ProbeExpected)
    case 'discover':
      // Other rooms only look for routes and expect nothing of them.
      return 'routes' in (expected as Partial<DiscoverExpected>)
        ? judgeRoom(discover, seen as DiscoverSeen, expected as DiscoverExpected)
        : judgeRoom(routeDocuments, seen as RouteDocumentsSeen, expected as RouteDocumentsExpected)
    case 'matrix':
      return judgeRoom(matrix, seen as MatrixSeen, expected as MatrixExpected)
    case 'facilitator':
      return judgeRoom(facilitator, seen as FacilitatorSeen, expected as FacilitatorExpected)
    case 'rpc':
      return judgeRoom(rpc, seen as RpcSeen, expected as RpcExpected)
    case 'recipient':
      return judgeRoom(recipient, seen as RecipientSeen, expected as RecipientExpected)
    case 'metrics':
      return judgeRoom(metrics, seen as MetricsSeen, expected as MetricsExpected)
    case 'alerts':
      return judgeRoom(alerts, seen as AlertsSeen, expected as AlertsExpected)
    case 'checklist':
      return judgeRoom(checklist, seen as ChecklistSeen, expected as ChecklistExpected)
    case 'toggle':
      return judgeRoom(toggle, seen as GuideSeen, expected as GuideExpected)
    case 'toggle-proof':
      return judgeRoom(proof, seen as ProofSeen, expected as ProofExpected)
    case 'reconcile':
      return judgeRoom(reconcile, seen as ReconcileSeen, expected as ReconcileExpected)
    default:
      return null
  }
}

/**
 * The payments of a run of which its document says another class or verdict than judging what was seen gives, by
 * case id. What was seen and cannot be judged says nothing here. Pure; never throws.
 */
export function casesJudgedOtherwise({ rooms, cases }: SavedRun): readonly string[] {
  const judged = new Map<string, string>()
  for (const { room, seen, expected } of rooms) {
    if (room !== 'reconcile') continue
    try {
      for (const item of (seen as ReconcileSeen).cases) {
        const found = judgeCase(item, expected as ReconcileExpected)
        if (found !== undefined) judged.set(item.caseId, `${found.outcome} ${found.verdict}`)
      }
    } catch {
      return []
    }
  }
  return cases.flatMap(({ caseId, code, verdict }) => {
    const due = judged.get(caseId)
    return due === undefined || due === `${code} ${verdict}` ? [] : [caseId]
  })
}
