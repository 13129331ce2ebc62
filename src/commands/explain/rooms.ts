import { catalog as alerts } from '../../alerts/catalog.ts'
import { explanations as alertsWords } from '../../alerts/explain-catalog.ts'
import { catalog as balance } from '../../balance/catalog.ts'
import { explanations as balanceWords } from '../../balance/explain-catalog.ts'
import { catalog as checklist } from '../../checklist/catalog.ts'
import { explanations as checklistWords } from '../../checklist/explain-catalog.ts'
import type { Explanations } from '../../core/explanation.ts'
import type { Catalog } from '../../core/finding.ts'
import { catalog as discover } from '../../discover/catalog.ts'
import { explanations as discoverWords } from '../../discover/explain-catalog.ts'
import { catalog as evidence } from '../../evidence/catalog.ts'
import { explanations as evidenceWords } from '../../evidence/explain-catalog.ts'
import { catalog as facilitator } from '../../facilitator/catalog.ts'
import { explanations as facilitatorWords } from '../../facilitator/explain-catalog.ts'
import { catalog as matrix } from '../../matrix/catalog.ts'
import { explanations as matrixWords } from '../../matrix/explain-catalog.ts'
import { catalog as metrics } from '../../metrics/catalog.ts'
import { explanations as metricsWords } from '../../metrics/explain-catalog.ts'
import { catalog as probe } from '../../probe/catalog.ts'
import { explanations as probeWords } from '../../probe/explain-catalog.ts'
import { catalog as recipient } from '../../recipient/catalog.ts'
import { explanations as recipientWords } from '../../recipient/explain-catalog.ts'
import { catalog as reconcile } from '../../reconcile/catalog.ts'
import { explanations as reconcileWords } from '../../reconcile/explain-catalog.ts'
import { catalog as refund } from '../../refund/catalog.ts'
import { explanations as refundWords } from '../../refund/explain-catalog.ts'
import { catalog as rpc } from '../../rpc/catalog.ts'
import { explanations as rpcWords } from '../../rpc/explain-catalog.ts'
import { catalog as settlement } from '../../settlement/catalog.ts'
import { explanations as settlementWords } from '../../settlement/explain-catalog.ts'
import { catalog as toggle } from '../../toggle/catalog.ts'
import { explanations as toggleWords } from '../../toggle/explain-catalog.ts'
import { catalog as verify } from '../../verify/catalog.ts'
import { explanations as verifyWords } from '../../verify/explain-catalog.ts'
import { diffCatalog } from '../diff-catalog.ts'
import { explanations as diffWords } from '../diff-explain-catalog.ts'

/** A room whose codes can be explained. A new room adds its catalogue and its `explain-catalog.ts` here. */
export type ExplainedRoom = { readonly name: string; readonly catalog: Catalog; readonly words: Explanations }

/** Every room with findings, in the order of the help. */
export const explainedRooms: readonly ExplainedRoom[] = [
  { name: 'probe', catalog: probe, words: probeWords },
  { name: 'matrix', catalog: matrix, words: matrixWords },
  { name: 'facilitator', catalog: facilitator, words: facilitatorWords },
  { name: 'discover', catalog: discover, words: discoverWords },
  { name: 'rpc', catalog: rpc, words: rpcWords },
  { name: 'recipient', catalog: recipient, words: recipientWords },
  { name: 'metrics', catalog: metrics, words: metricsWords },
  { name: 'alerts', catalog: alerts, words: alertsWords },
  { name: 'reconcile', catalog: reconcile, words: reconcileWords },
  { name: 'settlement', catalog: settlement, words: settlementWords },
  { name: 'verify', catalog: verify, words: verifyWords },
  { name: 'balance', catalog: balance, words: balanceWords },
  { name: 'refund', catalog: refund, words: refundWords },
  { name: 'toggle', catalog: toggle, words: toggleWords },
  { name: 'checklist', catalog: checklist, words: checklistWords },
  { name: 'diff', catalog: diffCatalog, words: diffWords },
  { name: 'evidence', catalog: evidence, words: evidenceWords },
]
