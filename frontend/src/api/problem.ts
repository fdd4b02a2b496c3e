/** What an API refusal looks like to the rest of the app: one class, always with a clear sentence. */

export interface FieldProblem {
  field: string;
  message: string;
}

interface ProblemBody {
  title?: unknown;
  detail?: unknown;
  code?: unknown;
  request_id?: unknown;
  errors?: unknown;
  current?: unknown;
}

const SENTENCES: Record<number, string> = {
  0: 'The server cannot be reached. Check the connection and try again.',
  401: 'Please sign in to go on.',
  403: 'You may not do this.',
  404: 'This does not exist, or it is not yours to see.',
  409: 'Somebody else changed this in the meantime.',
  413: 'That is too large.',
  415: 'This type of file is not accepted.',
  422: 'Some of the input is not valid.',
  429: 'That was a little fast. Please wait a moment and try again.',
  503: 'The service is busy or starting. Try again in a moment.',
};

function isFieldProblem(value: unknown): value is FieldProblem {
  const candidate = value as FieldProblem | null;
  return typeof candidate?.field === 'string' && typeof candidate.message === 'string';
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A refused or failed call. `status` 0 means that no answer came at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: FieldProblem[] = [],
    readonly requestId: string | null = null,
    readonly current: unknown = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail);
  }

  /** Read a problem+json body; anything else still becomes a readable sentence. */
  static from(status: number, body: unknown, headers: Headers = new Headers()): ApiProblem {
    const problem: ProblemBody = typeof body === 'object' && body !== null ? body : {};
    const errors = Array.isArray(problem.errors) ? problem.errors : [];
    const retryAfter = Number(headers.get('retry-after'));
    return new ApiProblem(
      status,
      text(problem.code) ?? `http_${status}`,
      text(problem.detail) ??
        text(problem.title) ??
        SENTENCES[status] ??
        'The server could not answer. Try again in a moment.',
      errors.filter(isFieldProblem),
      text(problem.request_id) ?? headers.get('x-request-id'),
      problem.current ?? null,
      retryAfter > 0 ? retryAfter : null,
    );
  }

  static unreachable(): ApiProblem {
    return new ApiProblem(0, 'unreachable', SENTENCES[0] ?? '');
  }

  /** May the same call succeed when it is simply made again? */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Messages by form field; a path like `body.subject` counts for `subject`. */
  byField(): Record<string, string> {
    return Object.fromEntries(
      this.fields.map(({ field, message }) => [field.split('.').pop() ?? field, message]),
    );
  }
}

/** The sentence to show for any thrown value. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  return 'Something went wrong on this page. Try again, or load it anew.';
}
