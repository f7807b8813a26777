// Loaded before a program that is measured: tells its parent the most memory that it had, in KiB.
import { writeSync } from 'node:fs'

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))
