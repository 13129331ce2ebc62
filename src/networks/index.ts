import { base } from './base.ts'
import { baseSepolia } from './base-sepolia.ts'
import type { Network } from './network.ts'

/** Every network this tool knows. */
export const networks = [base, baseSepolia] as const satisfies readonly Network[]
