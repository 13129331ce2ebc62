import { actAll } from './act.ts'

actAll(/^evidence export$/)
