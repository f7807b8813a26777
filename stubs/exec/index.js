function leftOut() {
  throw new Error(
    'This action is built without @actions/exec, so core.platform cannot read the details of the platform. See stubs/README.md.'
  )
}

export { leftOut as exec, leftOut as getExecOutput }
