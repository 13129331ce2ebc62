// The scenarios written by hand from the wire protocol and the contracts.
import type { Scenario } from '../shapes.ts'
import { capitals, gateway, movedPayTo, neverUsed, sharedNonce, versionOne } from './books.ts'
import { channelDeposit, dust, fakeEvents, routerWithFee, selfTransfer } from './movements.ts'
import { permit2ByHash, permit2Wrapped, uptoLess } from './permit2.ts'
import {
  cancelledBetween,
  contractWallet,
  frontRun,
  multicallOfEquals,
  relayer,
  undeployedWallet,
} from './wallets.ts'

/** Twenty small worlds, each of one to three payments. */
export const byHand: readonly Scenario[] = [
  contractWallet,
  undeployedWallet,
  permit2ByHash,
  permit2Wrapped,
  uptoLess,
  multicallOfEquals,
  routerWithFee,
  relayer,
  frontRun,
  cancelledBetween,
  channelDeposit,
  selfTransfer,
  fakeEvents,
  dust,
  versionOne,
  capitals,
  sharedNonce,
  movedPayTo,
  neverUsed,
  gateway,
]
