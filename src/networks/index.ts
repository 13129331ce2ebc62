import { abstractMainnet } from './abstract.ts'
import { abstractTestnet } from './abstract-testnet.ts'
import { adi } from './adi.ts'
import { arbitrum } from './arbitrum.ts'
import { arbitrumSepolia } from './arbitrum-sepolia.ts'
import { avalanche } from './avalanche.ts'
import { avalancheFuji } from './avalanche-fuji.ts'
import { base } from './base.ts'
import { baseSepolia } from './base-sepolia.ts'
import { celo } from './celo.ts'
import { celoSepolia } from './celo-sepolia.ts'
import { educhain } from './educhain.ts'
import { ethereum } from './ethereum.ts'
import { flare } from './flare.ts'
import { hpp } from './hpp.ts'
import { hppSepolia } from './hpp-sepolia.ts'
import { igra } from './igra.ts'
import { iotex } from './iotex.ts'
import { megaeth } from './megaeth.ts'
import { mezo } from './mezo.ts'
import { mezoTestnet } from './mezo-testnet.ts'
import { monad } from './monad.ts'
import type { Network } from './network.ts'
import { optimism } from './optimism.ts'
import { peaq } from './peaq.ts'
import { polygon } from './polygon.ts'
import { polygonAmoy } from './polygon-amoy.ts'
import { radius } from './radius.ts'
import { radiusTestnet } from './radius-testnet.ts'
import { sei } from './sei.ts'
import { seiTestnet } from './sei-testnet.ts'
import { sepolia } from './sepolia.ts'
import { skaleBaseSepolia } from './skale-base-sepolia.ts'
import { solana } from './solana.ts'
import { solanaDevnet } from './solana-devnet.ts'
import { solanaTestnet } from './solana-testnet.ts'
import { stable } from './stable.ts'
import { stableTestnet } from './stable-testnet.ts'
import { story } from './story.ts'
import { xdc } from './xdc.ts'
import { xdcApothem } from './xdc-apothem.ts'

/** Every network this tool knows. */
export const networks = [
  base,
  baseSepolia,
  ethereum,
  sepolia,
  optimism,
  avalanche,
  avalancheFuji,
  polygon,
  polygonAmoy,
  arbitrum,
  arbitrumSepolia,
  monad,
  celo,
  celoSepolia,
  sei,
  seiTestnet,
  xdc,
  xdcApothem,
  flare,
  stable,
  stableTestnet,
  adi,
  hpp,
  hppSepolia,
  megaeth,
  mezo,
  mezoTestnet,
  radius,
  radiusTestnet,
  igra,
  iotex,
  peaq,
  abstractMainnet,
  abstractTestnet,
  story,
  educhain,
  skaleBaseSepolia,
  solana,
  solanaDevnet,
  solanaTestnet,
] as const satisfies readonly Network[]
