import type { KVNamespace } from '@cloudflare/workers-types'
import { type LocalKv, startLocalKv } from '../../demo/local-kv.ts'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'

/** The built action, and a local KV for it to write to. */
export interface LocalAction {
  readonly kv: LocalKv
  readonly namespaceId: string
  readonly namespace: KVNamespace
  /** Runs a step in `workspace` with these inputs, and with the variables that lead to the local KV. */
  run(workspace: string, inputs: Step['with'], env?: Step['env'], onStart?: Step['onStart']): Promise<StepResult>
  /** Returns the bytes under `key`, undefined when there are none. */
  bytes(key: string): Promise<Buffer | undefined>
}

/** Starts a local KV. Its first namespace is the one that steps write to. */
export async function startLocalAction(): Promise<LocalAction> {
  const kv = await startLocalKv()
  const namespaceId = kv.namespaces[0]?.id ?? ''
  const namespace = await kv.binding(namespaceId)
  return {
    kv,
    namespaceId,
    namespace,
    run: (workspace, inputs, env, onStart) =>
      runAction({
        workspace,
        ...(onStart && { onStart }),
        with: { namespace: namespaceId, ...inputs },
        env: {
          CLOUDFLARE_API_TOKEN: kv.apiToken,
          CLOUDFLARE_ACCOUNT_ID: kv.accountId,
          CLOUDFLARE_API_BASE_URL: kv.baseUrl,
          ...env
        }
      }),
    bytes: async (key) => {
      const value = await namespace.get(key, 'arrayBuffer')
      return value ? Buffer.from(value) : undefined
    }
  }
}
