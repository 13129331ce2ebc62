import type { Platform } from './platform.ts'

/** https://render.com/docs/api and https://render.com/docs/cli */
export const render: Platform = {
  name: 'render',
  lines: ({ value, plain, place, nameOf, word }) => {
    const service = place('service', '$SERVICE_ID')
    const named = nameOf('service')
    const inUrl = named === null ? service : word(encodeURIComponent(named))
    const data = word(JSON.stringify({ value: plain.value ?? value }))
    const set =
      `curl -fsS -X PUT https://api.render.com/v1/services/${inUrl}/env-vars/${word(encodeURIComponent(plain.variable))} ` +
      `-H "Authorization: Bearer $RENDER_API_KEY" -H 'Content-Type: application/json' -d ${data}`
    return [
      // Within quotes a placeholder would be taken for the value.
      plain.value === null ? `# ${set}` : set,
      `render deploys create ${service} --wait --confirm -o json`,
    ]
  },
  traps: [
    'Never PUT to /env-vars without the name of the variable: that replaces the whole list.',
    'Variables of an environment group have another endpoint.',
    'The call alone may not deploy, so always deploy after it.',
  ],
}
