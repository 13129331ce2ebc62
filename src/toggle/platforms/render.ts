import type { Platform } from './platform.ts'

/** https://render.com/docs/api and https://render.com/docs/cli */
export const render: Platform = {
  name: 'render',
  lines: ({ variable, value, place }) => {
    const service = place('service', '$SERVICE_ID')
    return [
      `curl -fsS -X PUT https://api.render.com/v1/services/${service}/env-vars/${variable} ` +
        `-H "Authorization: Bearer $RENDER_API_KEY" -H 'Content-Type: application/json' -d '{"value":"${value}"}'`,
      `render deploys create ${service} --wait --confirm -o json`,
    ]
  },
  traps: [
    'Never PUT to /env-vars without the name of the variable: that replaces the whole list.',
    'Variables of an environment group have another endpoint.',
    'The call alone may not deploy, so always deploy after it.',
  ],
}
