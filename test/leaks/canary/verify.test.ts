import { actAll } from './act.ts'

actAll(/^(?:verify|balance)$/)
