import { actAll } from './act.ts'

actAll(/^metrics$/)
