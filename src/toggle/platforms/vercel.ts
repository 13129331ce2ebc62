import type { Platform } from './platform.ts'

/** https://vercel.com/docs/environment-variables */
export const vercel: Platform = {
  name: 'vercel',
  lines: ({ variable, value, place }) => [
    `vercel env update ${variable} ${place('environment', 'production')} --value ${value} --yes`,
    'vercel redeploy <production-deployment-url> --target production',
  ],
  traps: [
    'Only new deployments see the value; the live one keeps the old one until the redeploy is live.',
    'Previews have values of their own.',
    'A value that is piped in with a final newline is another value.',
  ],
}
