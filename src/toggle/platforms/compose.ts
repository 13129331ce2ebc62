import type { Platform } from './platform.ts'

// In an env file single quotes keep everything but themselves. One class, anchored: linear.
function entry(text: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]{1,500}$/.test(text)) return text
  return text.includes("'") ? `"${text.replaceAll(/["\\$]/g, '\\$&')}"` : `'${text}'`
}

/** https://docs.docker.com/reference/cli/docker/compose/up/ */
export const compose: Platform = {
  name: 'compose',
  lines: ({ value, plain, place }) => [
    `# in ${place('envFile', '<env-file>')}: ${plain.variable}=${plain.value === null ? value : entry(plain.value)}`,
    `docker compose up -d --no-deps --force-recreate ${place('service', '<service>')}`,
  ],
  traps: [
    'docker compose restart keeps the old environment.',
    'A variable of the shell wins over the file; docker compose config shows what counts, secrets included.',
  ],
}
