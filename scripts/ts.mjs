// Lets Node 20 run the TypeScript sources of the rig, the demo and the benchmarks directly.
import { register } from 'node:module'

register('./ts-loader.mjs', import.meta.url)
