import { actAll } from './act.ts'

actAll(/^(?:monitor|probe|matrix)$/)
