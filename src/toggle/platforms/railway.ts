import type { Platform } from './platform.ts'

/** https://docs.railway.com/cli/variable */
export const railway: Platform = {
  name: 'railway',
  lines: ({ variable, value, place }) => [
    `railway variable set ${variable}=${value} --service ${place('service', '<service>')} --environment ${place('environment', 'production')}`,
  ],
  traps: [
    'This triggers a deploy, unless --skip-deploys is given; a mere restart does not pick the value up.',
    'Older versions of the command line: railway variables --set "NAME=value".',
    'railway variable list --kv prints secrets: never put it into evidence.',
  ],
}
