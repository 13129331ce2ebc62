import { actAll } from './act.ts'

actAll(/^(?:rpc|recipient)$/)
