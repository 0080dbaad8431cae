import { httpFetch } from "../../../notation/http/http-fetch";

let addresses: readonly { readonly address: string; readonly family: number }[] = [];
jest.mock("node:dns", () => ({
  lookup: (_: string, __: object, callback: (error: null, found: typeof addresses) => void) => {
    callback(null, addresses);
  },
}));

/** What comes of a name with these addresses. */
async function reach(...found: readonly string[]): Promise<string> {
  addresses = found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const question = { url: "http://ocsp.example:9/", timeout: 100, maxBytes: 100 };
  return httpFetch()(question).then(
    () => "reached",
    (error: unknown) => (error as Error).message,
  );
}

test("a name with an address that is not public is refused, wherever it stands among the others", async () => {
  const refused = "the address is not public";
  expect(await reach("8.8.8.8", "127.0.0.1")).toBe(refused);
  expect(await reach("169.254.169.254", "8.8.8.8")).toBe(refused);
  expect(await reach("2600::1", "::1")).toBe(refused);
  expect(await reach()).toBe(refused);
});
