import type { Platform } from './platform.ts'

/** https://developers.cloudflare.com/workers/wrangler/commands/ */
export const workers: Platform = {
  name: 'workers',
  lines: ({ variable, value, plain, place, word }) => [
    `printf %s ${value} | npx wrangler secret put ${variable} --name ${place('worker', '<worker>')}`,
    `# a plain variable instead: npx wrangler deploy --var ${plain.value === null ? `${variable}:${value}` : word(`${plain.variable}:${plain.value}`)} --keep-vars`,
  ],
  traps: [
    'Without --keep-vars a deploy deletes the variables of the dashboard, and it ships the local code.',
    'secret put refuses when the newest version is not the deployed one: wrangler versions secret put, then wrangler versions deploy.',
  ],
}
