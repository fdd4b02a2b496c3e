/** What we ask of a password before it is sent; the server has the last word. */

export const SHORTEST_PASSWORD = 10;

export function passwordFault(password: string): string | null {
  return password.length >= SHORTEST_PASSWORD
    ? null
    : `A password needs at least ${SHORTEST_PASSWORD} characters.`;
}
