import { actAll } from './act.ts'

actAll(/^(?:reconcile|diff|decode)$/)
