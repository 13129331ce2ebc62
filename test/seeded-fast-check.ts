/**
 * `fast-check` for all tests (by an alias in vitest.config.ts): properties draw the same values on every run, so that
 * one commit has one result. X402OPS_SEED=N draws others.
 */
import fc from '../node_modules/fast-check/lib/fast-check.js'

fc.configureGlobal({ seed: Number(process.env.X402OPS_SEED ?? 402) })

export default fc
