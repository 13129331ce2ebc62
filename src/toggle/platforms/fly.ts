import type { Platform } from './platform.ts'

/** https://fly.io/docs/flyctl/secrets-set/ */
export const fly: Platform = {
  name: 'fly',
  lines: ({ variable, value, place }) => [`fly secrets set ${variable}=${value} -a ${place('app', '<app>')}`],
  traps: [
    'It updates and restarts each Machine; with --stage nothing changes until fly secrets deploy.',
    'Look for the same name under [env] in fly.toml, too.',
  ],
}
