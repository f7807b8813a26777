/** Returns whether a host name, as in a URL, is this machine: 127.0.0.0/8, `[::1]` or `localhost`. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
