import { actAll } from './act.ts'

actAll(/^(?:classify|explain)$/)
