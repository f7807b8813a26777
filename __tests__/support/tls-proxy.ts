import { createServer, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { close, listen } from './fake-api.ts'

/*
 * A certificate that nobody trusts, for api.cloudflare.test, api.github.test and 127.0.0.1, until 2126. Made with
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=kv-put-action-tests \
 *   -addext 'subjectAltName=DNS:api.cloudflare.test,DNS:api.github.test,IP:127.0.0.1'
 */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBzDCCAXKgAwIBAgIUU2i9MfpuvJxke73ljLo8goG/pYgwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTa3YtcHV0LWFjdGlvbi10ZXN0czAgFw0yNjExMjUwNTAzMzRa
GA8yMTI2MTEwMTA1MDMzNFowHjEcMBoGA1UEAwwTa3YtcHV0LWFjdGlvbi10ZXN0
czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAcH+3diMw0GX1IbCMbHh86M57A3
OPFYOfa0A5aqR3MonGYD0d9KIcA5yjgZovb7zbPugJINYN96vTnvYEg8erWjgYsw
gYgwHQYDVR0OBBYEFA7P3Nw22UvdTxjhvL+Xr1jJntknMB8GA1UdIwQYMBaAFA7P
3Nw22UvdTxjhvL+Xr1jJntknMA8GA1UdEwEB/wQFMAMBAf8wNQYDVR0RBC4wLIIT
YXBpLmNsb3VkZmxhcmUudGVzdIIPYXBpLmdpdGh1Yi50ZXN0hwR/AAABMAoGCCqG
SM49BAMCA0gAMEUCIC/K5KwHw3yNHVGP6w3VlOme94Hm8r7aUDfppgmBk4VOAiEA
8paom525mUb/V/GyhGoHV8OTCjG80ecCHzMw7DPn1Sg=
-----END CERTIFICATE-----
`
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2dyCyjeate0Ieryy
zUcj92JXEvf9YUiMIzYblktea6ehRANCAAQHB/t3YjMNBl9SGwjGx4fOjOewNzjx
WDn2tAOWqkdzKJxmA9HfSiHAOco4GaL2+82z7oCSDWDfer0572BIPHq1
-----END PRIVATE KEY-----
`

/** Certificates of 127.0.0.1 and of another host, with the same key. Made with `openssl ca -selfsign -startdate … -enddate …`. */
export const WRONG_CERTIFICATES = {
  expired: `-----BEGIN CERTIFICATE-----
MIIBbjCCARSgAwIBAgIBATAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNrdi1wdXQt
YWN0aW9uLXRlc3RzMB4XDTIwMDEwMTAwMDAwMFoXDTIwMDEwMjAwMDAwMFowHjEc
MBoGA1UEAwwTa3YtcHV0LWFjdGlvbi10ZXN0czBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABAcH+3diMw0GX1IbCMbHh86M57A3OPFYOfa0A5aqR3MonGYD0d9KIcA5
yjgZovb7zbPugJINYN96vTnvYEg8erWjQzBBMA8GA1UdEwEB/wQFMAMBAf8wDwYD
VR0RBAgwBocEfwAAATAdBgNVHQ4EFgQUDs/c3DbZS91PGOG8v5evWMme2ScwCgYI
KoZIzj0EAwIDSAAwRQIgXCDpvIWeHnRY3e6gSA/fKWfUYDAE055AeFhuhODWkJMC
IQDSl/jOBkYWOBjPomdpleJuYrTewnAvbXQz/FWnJoZn8Q==
-----END CERTIFICATE-----
`,
  early: `-----BEGIN CERTIFICATE-----
MIIBcTCCARigAwIBAgIBAjAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNrdi1wdXQt
YWN0aW9uLXRlc3RzMCIYDzIxMjUwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBa
MB4xHDAaBgNVBAMME2t2LXB1dC1hY3Rpb24tdGVzdHMwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAAQHB/t3YjMNBl9SGwjGx4fOjOewNzjxWDn2tAOWqkdzKJxmA9Hf
SiHAOco4GaL2+82z7oCSDWDfer0572BIPHq1o0MwQTAPBgNVHRMBAf8EBTADAQH/
MA8GA1UdEQQIMAaHBH8AAAEwHQYDVR0OBBYEFA7P3Nw22UvdTxjhvL+Xr1jJntkn
MAoGCCqGSM49BAMCA0cAMEQCIDA0wd2m6TtKR8zY62VTplj9PwJ+na6vxJXDU/Tz
KYnxAiBqloa5nSfPcWcGUkFwSI4Hf29LHatTS2+EGiS3rnVM1A==
-----END CERTIFICATE-----
`,
  'of another host': `-----BEGIN CERTIFICATE-----
MIIBdTCCARygAwIBAgIBAzAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNrdi1wdXQt
YWN0aW9uLXRlc3RzMCAXDTI2MDEwMTAwMDAwMFoYDzIxMjYwMTAxMDAwMDAwWjAe
MRwwGgYDVQQDDBNrdi1wdXQtYWN0aW9uLXRlc3RzMFkwEwYHKoZIzj0CAQYIKoZI
zj0DAQcDQgAEBwf7d2IzDQZfUhsIxseHzoznsDc48Vg59rQDlqpHcyicZgPR30oh
wDnKOBmi9vvNs+6Akg1g33q9Oe9gSDx6taNJMEcwDwYDVR0TAQH/BAUwAwEB/zAV
BgNVHREEDjAMggpvdGhlci50ZXN0MB0GA1UdDgQWBBQOz9zcNtlL3U8Y4by/l69Y
yZ7ZJzAKBggqhkjOPQQDAgNHADBEAiBYlt3fixthOEy9Dyt7oWPoa/+w828qqd5S
8ah9GcOnMAIgbPddsOr+1Hlsd/nzLEtZmWcf/4vtf76IPdeTKzHpFvk=
-----END CERTIFICATE-----
`
} as const

/** A server on loopback. */
export interface TlsServer {
  readonly port: number
  close(): Promise<void>
}

/** Starts a server that terminates TLS and forwards to a port of loopback. */
export async function startTlsServer(upstreamPort: number, cert = CERTIFICATE): Promise<TlsServer> {
  const sockets = new Set<Socket>()
  const server = createTlsServer({ key: KEY, cert }, (socket) => {
    sockets.add(socket)
    passOn(socket, upstreamPort)
  })
  // A client that does not trust the certificate closes the connection.
  server.on('tlsClientError', () => undefined)
  return {
    port: await listen(server),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    }
  }
}

/** A proxy on loopback. */
export interface TlsProxy extends TlsServer {
  /** The hosts that clients asked for, and the password that they gave, as `user:password@host:port`. */
  readonly tunnels: readonly string[]
}

/**
 * Starts a proxy that opens a tunnel to any host. All tunnels lead to one server with `CERTIFICATE`, which forwards
 * to a port of loopback.
 */
export async function startTlsProxy(upstreamPort: number): Promise<TlsProxy> {
  const tunnels: string[] = []
  const proxy = createServer().on('connect', (request: IncomingMessage, client: Socket) => {
    const [, basic = ''] = (request.headers['proxy-authorization'] ?? '').split(' ')
    tunnels.push(`${Buffer.from(basic, 'base64').toString()}@${request.url}`)
    client.write('HTTP/1.1 200 OK\r\n\r\n')
    passOn(new TLSSocket(client, { isServer: true, key: KEY, cert: CERTIFICATE }), upstreamPort)
  })
  return { port: await listen(proxy), tunnels, close: () => close(proxy) }
}

function passOn(client: Socket, port: number): void {
  const upstream = connect(port, '127.0.0.1')
  client.pipe(upstream).pipe(client)
  client.on('error', () => upstream.destroy())
  client.on('close', () => upstream.destroy())
  upstream.on('error', () => client.destroy())
}
