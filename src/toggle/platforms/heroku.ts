import type { Platform } from './platform.ts'

/** https://devcenter.heroku.com/articles/config-vars */
export const heroku: Platform = {
  name: 'heroku',
  lines: ({ variable, value, place }) => [
    `heroku config:set ${variable}=${value} -a ${place('app', '<app>')}`,
  ],
  traps: [
    'It creates a release and restarts the dynos at once.',
    'heroku releases:rollback rolls the code back as well.',
  ],
}
