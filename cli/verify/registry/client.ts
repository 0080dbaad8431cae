import { isPublicAddress } from "../../../notation/http/public-address";
import { digestOf } from "../../../notation/storage/digest";
import { noVerdict } from "../no-verdict";
import { type Answer, get } from "./http";
import { parseLinks } from "./link";
import { originOf } from "./origin";

/** Who asks a registry that wants to know. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** How much is read and followed, at most. */
const MAX = { manifestBytes: 4 * 1024 * 1024, redirects: 3, tokenBytes: 64 * 1024 } as const;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Content of a registry, with what it calls it. */
export interface Content {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** One repository of a registry, read only. */
export class Repository {
  private readonly origin: string;
  private authorization: string | undefined;
  private authorizing: Promise<string | undefined> | undefined;

  constructor(
    registry: string,
    private readonly name: string,
    private readonly signal: AbortSignal,
    private readonly credentials?: Credentials,
  ) {
    this.origin = originOf(registry);
  }

  /** A manifest by digest or tag; nothing where there is none. */
  async manifest(
    version: string,
    accept: string,
    maxBytes: number = MAX.manifestBytes,
  ): Promise<Content | undefined> {
    return this.content(`manifests/${version}`, accept, maxBytes, version);
  }

  /** A blob by digest. */
  async blob(digest: string, maxBytes: number): Promise<Content | undefined> {
    return this.content(`blobs/${digest}`, "*/*", maxBytes, digest);
  }

  /** What a path below the repository holds, and where it goes on, which is never elsewhere. */
  async page(path: string, accept: string): Promise<(Content & { readonly next?: string }) | undefined> {
    const url = new URL(`${this.origin}/v2/${this.name}/${path}`);
    const { status, body, headers } = await this.answer(url, accept, MAX.manifestBytes);
    if (status === 404) return undefined;
    if (status !== 200) throw this.unexpected(url, status);
    const links = parseLinks(String(headers["link"] ?? ""));
    if (links === undefined)
      throw noVerdict(url.href, "registry-answer", "says in no readable Link header where the list goes on");
    const target = links.find(({ relations }) => relations.includes("next"))?.target;
    const content = { bytes: body, mediaType: mediaTypeOf(headers["content-type"]) };
    if (target === undefined) return content;
    const next = URL.canParse(target, url.href) ? new URL(target, url) : undefined;
    const below = `/v2/${this.name}/`;
    if (next?.origin !== this.origin || !next.pathname.startsWith(below)) {
      throw noVerdict(url.href, "registry-answer", "the next page is not below the repository");
    }
    return { ...content, next: `${next.pathname.slice(below.length)}${next.search}` };
  }

  private async content(
    path: string,
    accept: string,
    maxBytes: number,
    version: string,
  ): Promise<Content | undefined> {
    const url = new URL(`${this.origin}/v2/${this.name}/${path}`);
    const { status, body, headers } = await this.answer(url, accept, maxBytes);
    if (status === 404) return undefined;
    if (status !== 200) throw this.unexpected(url, status);
    if (version.startsWith("sha256:") && digestOf(body) !== version) {
      throw noVerdict(url.href, "digest-mismatch", "the content has another digest");
    }
    return { bytes: body, mediaType: mediaTypeOf(headers["content-type"]) };
  }

  private async answer(url: URL, accept: string, maxBytes: number): Promise<Answer> {
    const said = this.authorization;
    const first = await this.follow(url, accept, maxBytes);
    if (first.status !== 401) return first;
    // A question that was asked meanwhile may have found what to say; it is asked once more with that.
    if (said === this.authorization) {
      if (said !== undefined) return first;
      this.authorizing ??= this.authorize(url, String(first.headers["www-authenticate"] ?? ""));
      this.authorization = await this.authorizing;
    }
    return this.authorization === undefined ? first : this.follow(url, accept, maxBytes);
  }

  /** Credentials go to the registry only, and a redirect leads to the registry or over TLS to a public address. */
  private async follow(start: URL, accept: string, maxBytes: number): Promise<Answer> {
    let url = start;
    for (let redirects = 0; redirects <= MAX.redirects; redirects += 1) {
      const isOwn = url.origin === this.origin;
      const authorization = isOwn ? this.authorization : undefined;
      const answer = await get({
        url,
        headers: { accept, ...(authorization === undefined ? {} : { authorization }) },
        maxBytes,
        signal: this.signal,
        isAllowed: isOwn ? () => true : isPublicAddress,
      });
      // Only the registry says where credentials go; whoever it leads to could name a place of its own.
      if (!isOwn && answer.status === 401)
        throw noVerdict(
          `${url.origin}${url.pathname}`,
          "registry-answer",
          "asks for credentials of another registry",
        );
      if (!REDIRECTS.includes(answer.status)) return answer;
      const target = answer.headers.location;
      if (target === undefined || !URL.canParse(target, url.href))
        throw noVerdict(`${url.origin}${url.pathname}`, "registry-answer", "redirects to no address");
      url = new URL(target, url);
      this.checkForeign(url, start, "redirects to another host");
    }
    throw noVerdict(start.href, "registry-answer", `redirects more than ${String(MAX.redirects)} times`);
  }

  private checkForeign(url: URL, from: URL, message: string): void {
    if (url.origin === this.origin) return;
    if (url.protocol !== "https:") throw noVerdict(from.href, "address-refused", `${message} without TLS`);
    if (url.username + url.password !== "")
      throw noVerdict(from.href, "address-refused", `${message} with a name or password in the address`);
  }

  /**
   * What a challenge asks for: the credentials themselves, or a token that they or nobody gets.
   *
   * @see https://distribution.github.io/distribution/spec/auth/token/
   */
  private async authorize(url: URL, challenge: string): Promise<string | undefined> {
    const basic =
      this.credentials === undefined
        ? undefined
        : `Basic ${Buffer.from(`${this.credentials.username}:${this.credentials.password}`).toString("base64")}`;
    if (!/^bearer /i.test(challenge)) return basic;
    const parameter = (name: string) => new RegExp(`[ ,]${name}="([^"]*)"`, "i").exec(challenge)?.[1];
    const realm = parameter("realm") ?? "";
    if (!URL.canParse(realm))
      throw noVerdict(url.href, "registry-answer", "names no place that gives tokens");
    const place = new URL(realm);
    this.checkForeign(place, url, "has its place for tokens on another host");
    const service = parameter("service");
    if (service !== undefined) place.searchParams.set("service", service);
    place.searchParams.set("scope", `repository:${this.name}:pull`);
    const { status, body } = await get({
      url: place,
      headers: { accept: "application/json", ...(basic === undefined ? {} : { authorization: basic }) },
      maxBytes: MAX.tokenBytes,
      signal: this.signal,
      isAllowed: place.origin === this.origin ? () => true : isPublicAddress,
    });
    if (status !== 200) throw this.unexpected(place, status);
    return `Bearer ${tokenOf(body)}`;
  }

  private unexpected(url: URL, status: number) {
    const place = `${url.origin}${url.pathname}`;
    if (status !== 401 && status !== 403) {
      return noVerdict(place, "registry-answer", `answered with status ${String(status)}`);
    }
    const change = "set NOTATION_USERNAME and NOTATION_PASSWORD to what this registry takes";
    return noVerdict(place, "registry-unauthorized", `answered with status ${String(status)}`, change);
  }
}

function mediaTypeOf(header: string | undefined): string {
  return (header ?? "").split(";")[0]?.trim() ?? "";
}

/** A token in characters that a header may hold; none where there is no such. */
function tokenOf(body: Buffer): string {
  try {
    const { token, access_token: other } = JSON.parse(body.toString()) as Record<string, unknown>;
    return /^[\w.~+/=-]+$/.exec(String(token ?? other))?.[0] ?? "";
  } catch {
    return "";
  }
}
