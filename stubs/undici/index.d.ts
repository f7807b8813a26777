export * from 'undici/types/index.js'
