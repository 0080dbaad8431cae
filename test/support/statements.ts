/** The statements of a policy that stands as JSON text in a resource. */
export function statementsOf(policy: unknown): Record<string, unknown>[] {
  const document = JSON.parse(String(policy)) as { Version: string; Statement: Record<string, unknown>[] };
  expect(document.Version).toBe("2012-10-17");
  return document.Statement;
}
