/**
 * Names of arguments, variables and parameters whose value is the secret itself. `…_arn`, `…_id`, `…_name` and
 * `…_path` only say where one is.
 */
const WORDS = [
  "access[_-]?key",
  "account[_-]?key",
  "api[_-]?key",
  "auth[_-]?key",
  "authorization",
  "credentials?",
  "key[_-]?material",
  "master[_-]?key",
  "passphrases?",
  "passwd",
  "passwords?",
  "pat",
  "plaintext",
  "pre[_-]?shared[_-]?key",
  "private[_-]?key",
  "psk",
  "pwd",
  "secret",
  "secret[_-]?(?:access[_-]?)?key(?:[_-]?base)?",
  "shared[_-]?key",
  "token",
].join("|");
/** How the value is written may follow the name: `password_wo`, `private_key_pem`. */
const ENDING = "(?:_(?:b64|base64|pem|value|wo))?";
const MENTION = new RegExp(WORDS, "i");
const SECRET_NAME = new RegExp(`(?:^|[/:._-])(?:${WORDS})${ENDING}$`, "i");
/** In camel case, as JSON inside texts writes it: `OAuthToken`, `clientSecret`. */
const CAMEL_NAME =
  /(?:[a-z\d]|^[A-Z]+)(?:Password|Passwd|Passphrase|Secret|Token|PrivateKey|SecretKey|AccessKey|ApiKey|Credentials?)$/;

/** What the client of a registry keeps of a login. */
const LOGIN = /(?:^|\.)auths\..+\.auth$/;

/**
 * Names that end like a secret and are none: tokens that make a request or a name unique, units of the
 * lifetime of a token, the name of a registry's secret, the kind of authorization of a method, and `PWD`, the
 * directory of a shell.
 */
const NO_SECRET: readonly RegExp[] = [
  /(?:client|continuation|creation|idempotency|next|request)[_-]?token$/i,
  /^authorization$|^PWD$/,
  /token_validity_units(?:\[\d+\])?\.\w+$|registry_credential(?:\[\d+\])?\.credential$/,
];

/** Whether what has the name at the end of `path` is a secret, and no reference to one. */
export function isSecretName(path: string): boolean {
  if (![SECRET_NAME, CAMEL_NAME, LOGIN].some((pattern) => pattern.test(path))) return false;
  return !NO_SECRET.some((pattern) => pattern.test(path));
}

/** Whether a text can hold the name of a secret at all: one look before it is parsed. */
export function mentionsSecret(text: string): boolean {
  return MENTION.test(text) || text.includes('"auths"');
}

/** Whether even a number would be a secret under this name. */
export function isPasswordName(path: string): boolean {
  return /(?:passphrases?|passwd|passwords?|psk|pwd)(?:_wo)?$/i.test(path) && isSecretName(path);
}
