// Loaded before a measured program: reports the peak of its memory to its parent, in KiB.
import { writeSync } from 'node:fs'

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))
