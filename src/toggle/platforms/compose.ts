import type { Platform } from './platform.ts'

/** https://docs.docker.com/reference/cli/docker/compose/up/ */
export const compose: Platform = {
  name: 'compose',
  lines: ({ variable, value, place }) => [
    `# in ${place('envFile', '<env-file>')}: ${variable}=${value}`,
    `docker compose up -d --no-deps --force-recreate ${place('service', '<service>')}`,
  ],
  traps: [
    'docker compose restart keeps the old environment.',
    'A variable of the shell wins over the file; docker compose config shows what counts, secrets included.',
  ],
}
