import type { Platform } from './platform.ts'

/** https://kubernetes.io/docs/reference/kubectl/generated/kubectl_set/kubectl_set_env/ */
export const kubernetes: Platform = {
  name: 'kubernetes',
  lines: ({ variable, value, plain, place, nameOf, word }) => {
    const kubectl = `kubectl -n ${place('namespace', '<namespace>')}`
    const deployment = `deployment/${place('deployment', '<deployment>')}`
    const status = `${kubectl} rollout status ${deployment} --timeout=180s`
    if (nameOf('configmap') === null) return [`${kubectl} set env ${deployment} ${variable}=${value}`, status]
    const data = word(JSON.stringify({ data: { [plain.variable]: plain.value ?? value } }))
    const patch = `${kubectl} patch configmap ${place('configmap', '<configmap>')} --type merge -p ${data}`
    return [
      // Within quotes a placeholder would be taken for the value.
      plain.value === null ? `# ${patch}` : patch,
      `${kubectl} rollout restart ${deployment}`,
      status,
    ]
  },
  traps: [
    'Old pods serve until they are replaced: prove it on every instance.',
    'What deploys from a repository will set the value back: change it there, too.',
    'A value that comes from a ConfigMap is not changed by set env; name it in toggle.configmap.',
  ],
}
