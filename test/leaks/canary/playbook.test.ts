import { actAll } from './act.ts'

actAll(/^playbook /)
