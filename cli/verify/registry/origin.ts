/** Loopback speaks HTTP without TLS, everybody else with it. */
const LOOPBACK = /^(?:localhost|127(?:\.[0-9]{1,3}){3})$/;

/**
 * Hosts whose API is elsewhere: that of Docker Hub is not at the host that its images are named by.
 *
 * @see https://github.com/oras-project/oras-go/blob/v2.5.0/registry/reference.go `Reference.Host`
 * @see https://github.com/containerd/containerd/blob/v2.0.0/core/remotes/docker/registry.go `ConfigureDefaultRegistries`
 */
const API_HOSTS = new Map([["docker.io", "registry-1.docker.io"]]);

/** Where the API of a registry is, as `URL.origin` writes it: in lower case, without the port that goes without saying. */
export function originOf(registry: string): string {
  const { hostname, host } = new URL(`https://${registry}`);
  if (LOOPBACK.test(hostname)) return new URL(`http://${registry}`).origin;
  return `https://${API_HOSTS.get(host) ?? host}`;
}
