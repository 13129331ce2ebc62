import { actAll } from './act.ts'

actAll(/^discover$/)
