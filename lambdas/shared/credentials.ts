/**
 * The SDK's only source of credentials inside a function: the environment variables that Lambda sets from the
 * function's role. The bundler puts it in the place of the chain that also asks files, programs and web addresses.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
