import { actAll } from './act.ts'

actAll(/^facilitator$/)
