/** What every value must be: JSON, and valid against a JSON Schema when there is one. */
export interface ValueRules {
  /** Path of the schema; relative to the workspace, or absolute. */
  readonly schema: string | undefined
}
