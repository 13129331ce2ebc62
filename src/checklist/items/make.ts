import type { AskedItemId } from '../../core/checklist-settings.ts'
import { askedOf } from '../answer/asked.ts'
import { ofRoom } from '../answer/of-room.ts'
import type { Group, Item } from '../shapes.ts'

/** An item that a command can see. */
export const see = (
  group: Group,
  id: string,
  question: string,
  answer: Item['answer'],
  next: string,
  rows: readonly string[],
): Item => ({ id, group, question, rows, next, how: 'observed', answer })

/** An item that is asked, because nothing shows it. */
export const ask = (
  group: Group,
  id: AskedItemId,
  question: string,
  next: string,
  rows: readonly string[],
): Item => ({ id, group, question, rows, next, how: 'asked', answer: askedOf(id) })

/** Answered by a check of the matrix. */
export const matrix = (check: string, fine: string, codes?: readonly string[]) =>
  ofRoom('matrix', [`matrix.${check}`], fine, codes === undefined ? {} : { codes })
/** Answered by a check of probe. */
export const probe = (check: string, fine: string, codes?: readonly string[]) =>
  ofRoom('probe', [check], fine, codes === undefined ? {} : { codes })
/** Answered by a check of the facilitators. */
export const facilitator = (check: string, fine: string, codes?: readonly string[]) =>
  ofRoom('facilitator', [check], fine, codes === undefined ? {} : { codes })
/** Answered by a check of the chain endpoints. */
export const rpc = (check: string, fine: string) => ofRoom('rpc', [check], fine, { needs: ['reachable'] })
