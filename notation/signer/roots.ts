/** The root certificate that AWS Signer's chains end in, in one partition. */
export interface SignerRoot {
  /** SHA-256 of the certificate, in lower-case hexadecimal digits. */
  readonly fingerprint: string;
  /** The certificate in base64. */
  readonly certificate: string;
}

/**
 * AWS Signer's roots for container images by partition. One root serves every AWS account of its partition: what
 * tells one's own signer from anybody else's is the signing profile alone. None is published for China.
 *
 * The commercial one agrees with the fingerprint in three public places; the one for GovCloud (US) was found in one.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-steps.html
 */
export const SIGNER_ROOTS: Readonly<Record<"aws" | "aws-us-gov", SignerRoot>> = {
  aws: {
    fingerprint: "90a87d0543c3f094dbff9589b6649affe2f3d6e0f308799be2258461c686473f",
    certificate:
      "MIICWTCCAd6gAwIBAgIRAMq5Lmt4rqnUdi8qM4eIGbYwCgYIKoZIzj0EAwMwbDELMAkGA1UEBhMCVVMxDDAKBgNVBAoMA0FXUzEV" +
      "MBMGA1UECwwMQ3J5cHRvZ3JhcGh5MQswCQYDVQQIDAJXQTErMCkGA1UEAwwiQVdTIFNpZ25lciBDb2RlIFNpZ25pbmcgUm9vdCBD" +
      "QSBHMTAgFw0yMjEwMjcyMTMzMjJaGA8yMTIyMTAyNzIyMzMyMlowbDELMAkGA1UEBhMCVVMxDDAKBgNVBAoMA0FXUzEVMBMGA1UE" +
      "CwwMQ3J5cHRvZ3JhcGh5MQswCQYDVQQIDAJXQTErMCkGA1UEAwwiQVdTIFNpZ25lciBDb2RlIFNpZ25pbmcgUm9vdCBDQSBHMTB2" +
      "MBAGByqGSM49AgEGBSuBBAAiA2IABM9+dM9WXbVyNOIP08oNIQW8DKKdBxP5nYNegFPLfGP0f7+0jweP8LUv1vlFZqVDep5ONus9" +
      "IxwtIYBJLd365Q3Z44Xnm4PY/wSI5xRvB/m+/B2PHc7Smh0P5s3Dt25oVKNCMEAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU" +
      "ONhd3abPX87l4YWKxjysv28QwAYwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMDA2kAMGYCMQCd32GnYU2qFCtKjZiveGfs+gCB" +
      "lPi2Hw0zU52LXIFC2GlcvwcekbiM6w0Azlr9qvMCMQDl4+Os0yd+fVlYMuovvxh8xpjQNPJ9zRGyYa7+GNs64ty/Z6bzPHOKbGo4" +
      "In3KKJo=",
  },
  "aws-us-gov": {
    fingerprint: "673653ab76f41a10546cdeb4107ecd6df2c15c2c9a0d32ed97d271b4436fc3e8",
    certificate:
      "MIICdDCCAfqgAwIBAgIRANXkpKrZj0L324qGaqRhW/cwCgYIKoZIzj0EAwMwejELMAkGA1UEBhMCVVMxDDAKBgNVBAoMA0FXUzEV" +
      "MBMGA1UECwwMQ3J5cHRvZ3JhcGh5MQswCQYDVQQIDAJXQTE5MDcGA1UEAwwwQVdTIFNpZ25lciBDb2RlIFNpZ25pbmcgR292Q2xv" +
      "dWQgKFVTKSBSb290IENBIEcxMCAXDTI0MDMwNjIzMzgyOFoYDzIxMjQwMzA3MDAzODI4WjB6MQswCQYDVQQGEwJVUzEMMAoGA1UE" +
      "CgwDQVdTMRUwEwYDVQQLDAxDcnlwdG9ncmFwaHkxCzAJBgNVBAgMAldBMTkwNwYDVQQDDDBBV1MgU2lnbmVyIENvZGUgU2lnbmlu" +
      "ZyBHb3ZDbG91ZCAoVVMpIFJvb3QgQ0EgRzEwdjAQBgcqhkjOPQIBBgUrgQQAIgNiAARog54ObzWaGU6fAOcL4Af+P93l2t8Dl9hV" +
      "D2n0eSSfmPq13jtXgjcpXZIjMfoiWQPJTvyAB3opRyvO3grvUaWxRnjtwB/Pusj4tzhnaN+b80eJiRn6AzrI9vBssd1ZyRKjQjBA" +
      "MA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFJF4zoYzTyn/5s8EleoNvek9QeE6MA4GA1UdDwEB/wQEAwIBhjAKBggqhkjOPQQD" +
      "AwNoADBlAjEA8tcKeLPxBB0mRmfkJn5+hgYxZaRGQatO5mxmjkB/DNIfJ1WeEE3tbCHrpNJL32FUAjBQY82UNV5yJrKFHOxuiQ+a" +
      "thQZUHLvWvAIXKExt9wvLdtKzfpag8BIo2A2A4nk0jk=",
  },
};
