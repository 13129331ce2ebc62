import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rig } from '../rig/rig.ts'
import { rigRoutes } from '../rig/routes.ts'

/** Writes an x402ops.yaml that describes a rig's service in full, as an operator would; it need not be spared. */
export function writeShopConfig(folder: string, rig: Rig, baseUrl: string, extra = ''): void {
  const routes = rigRoutes.map(
    ({ id, method, path, price }) =>
      `      - {id: ${id}, method: ${method}, path: ${path}, price: "${price.slice(1)} usdc", sample: {json: {}}}`,
  )
  const lines = [
    'version: 1',
    'profiles:',
    '  shop:',
    '    extends: mainnet',
    `    baseUrl: ${baseUrl}`,
    `    pays: [{network: "${rig.network}", asset: usdc, payTo: [{address: "${rig.payTo}"}]}]`,
    '    probes:',
    '      ready: {path: /ready, dependencies: [database]}',
    '      status: {path: /status.json, expect: {billing_mode: mainnet-beta, network: "eip155:8453"}}',
    '    browserOrigins: [https://shop.example]',
    `    rpc: {"${rig.network}": [{url: "${rig.rpcUrl}"}]}`,
    `    records: [{file: "${rig.recordsFile}"}]`,
    '    limits: {rate: 100, burst: 100}',
    extra,
    '    routes:',
    ...routes,
  ]
  writeFileSync(join(folder, 'x402ops.yaml'), `${lines.filter((line) => line !== '').join('\n')}\n`)
}
