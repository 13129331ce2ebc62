import { actAll } from './act.ts'

actAll(/^checklist(?: |$)/)
