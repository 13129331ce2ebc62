import { actAll } from './act.ts'

actAll(/^refund /)
