/** The mark of the product: a ticket with a tick. */

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="#0d7a7a" />
      <path
        d="M7 10.5A2.5 2.5 0 0 1 9.5 8h13a2.5 2.5 0 0 1 2.5 2.5v2.3a3.3 3.3 0 0 0 0 6.4v2.3a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 7 21.5v-2.3a3.3 3.3 0 0 0 0-6.4z"
        fill="#fff"
      />
      <path
        d="m12 16.2 2.9 2.9 5.3-5.7"
        fill="none"
        stroke="#0d7a7a"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
