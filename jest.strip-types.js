import { stripTypeScriptTypes } from 'node:module'

// Types become blanks, so every line and column of a stack trace or a coverage report is that of the source.
export default { process: (code) => ({ code: stripTypeScriptTypes(code) }) }
