import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { parse } from 'yaml'

/** Values that expressions read, by the name of their context: `secrets`, `steps`, `needs` … */
export type Contexts = Readonly<Record<string, unknown>>

/** A step of a workflow, as its YAML has it. */
export interface WorkflowStep {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface WorkflowJob {
  readonly if?: string
  readonly env?: Readonly<Record<string, unknown>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly steps: readonly WorkflowStep[]
}

/** Runs one step, whose inputs and environment are evaluated. Returns its outputs. */
export type RunStep = (
  step: WorkflowStep,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>
) => Promise<Readonly<Record<string, string>>>

const EXPRESSION = /\$\{\{(.*?)\}\}/g

/**
 * Runs the steps of a workflow, or of a list of steps, one job after the other. Expressions are evaluated by GitHub's own
 * library. After a step that throws, only steps with `always()` or `failure()` in their condition are run.
 *
 * @returns the names of the jobs whose condition was met
 * @throws the error of the first failed step, after its job
 */
export async function runWorkflow(yaml: string, contexts: Contexts, runStep: RunStep): Promise<string[]> {
  const parsed = parse(yaml) as readonly WorkflowStep[] | { env?: object; jobs: Readonly<Record<string, WorkflowJob>> }
  const workflow = Array.isArray(parsed) ? { jobs: { job: { steps: parsed as readonly WorkflowStep[] } } } : parsed
  const needs: Record<string, unknown> = {}
  for (const [name, job] of Object.entries((workflow as { jobs: Readonly<Record<string, WorkflowJob>> }).jobs)) {
    if (isFalsy(evaluate(job.if ?? 'true', { ...contexts, needs }))) continue
    const steps: Record<string, unknown> = {}
    const scope = { ...contexts, needs, steps }
    const env = evaluateAll({ ...(workflow as { env?: object }).env, ...job.env }, scope)
    const stepScope = { ...scope, env }
    const errors: unknown[] = []
    for (const step of job.steps) {
      if (isFalsy(evaluate(condition(step), stepScope, errors.length > 0))) continue
      try {
        const outputs = await runStep(step, evaluateAll(step.with ?? {}, stepScope), env)
        if (step.id !== undefined) steps[step.id] = { outputs }
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
    needs[name] = { outputs: evaluateAll(job.outputs ?? {}, scope) }
  }
  return Object.keys(needs)
}

function evaluateAll(values: Readonly<Record<string, unknown>>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      String(value).replaceAll(EXPRESSION, (_whole, expression: string) => evaluate(expression, contexts))
    ])
  )
}

/** A condition without a status function is met only if no step has failed. */
function condition(step: WorkflowStep): string {
  const own = step.if ?? 'true'
  return /\b(always|failure|success)\(\)/.test(own) ? own : `success() && (${own})`
}

function evaluate(expression: string, contexts: Contexts, hasFailed = false): string {
  const functions = new Map(
    Object.entries({ always: true, failure: hasFailed, success: !hasFailed }).map(([name, value]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }
    ])
  )
  const tokens = new Lexer(expression.trim()).lex().tokens
  const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse()
  const dictionary = toData(contexts) as data.Dictionary
  return new Evaluator(tree, dictionary, functions).evaluate().coerceString()
}

/** Whether a text counts as false in a condition. */
function isFalsy(text: string): boolean {
  return ['', 'false', '0'].includes(text)
}

function toData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (typeof value !== 'object' || value === null) return new data.Null()
  const pairs = Object.entries(value).map(([key, part]) => ({ key, value: toData(part) }))
  return new data.Dictionary(...pairs)
}
