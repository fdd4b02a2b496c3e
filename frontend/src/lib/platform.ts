/** What kind of machine this is, as far as the app must know. */

export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}
