/** Remembers who came with a value first, and tells it whoever comes with that value later. */
export function firstOwners<Owner = string>(): (value: string, owner: Owner) => Owner | undefined {
  const owners = new Map<string, Owner>();
  return (value, owner) => {
    const first = owners.get(value);
    if (first === undefined) owners.set(value, owner);
    return first;
  };
}
