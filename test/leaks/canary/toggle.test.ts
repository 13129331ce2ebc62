import { actAll } from './act.ts'

actAll(/^(?:toggle |guidance$)/)
