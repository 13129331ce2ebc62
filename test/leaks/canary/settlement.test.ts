import { actAll } from './act.ts'

actAll(/^settlement /)
