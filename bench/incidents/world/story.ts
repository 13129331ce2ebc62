import type { World } from './world.ts'

/** What happened once: signs, mines and books, and says what is then true. */
export type Story = (world: World) => void

/** Stories by name. */
export type Stories = Readonly<Record<string, Story>>
