import { HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answer, problem } from '../../tests/server';
import { http, keepCsrfTokenOf, take, whenSignedOut } from './http';
import { ApiProblem } from './problem';

afterEach(() => {
  keepCsrfTokenOf({ csrf_token: '' });
  whenSignedOut(() => undefined);
});

describe('http', () => {
  it('carries the CSRF token on writes and on nothing else', async () => {
    keepCsrfTokenOf({ csrf_token: 'abc' });
    const reads = answer('get', '/notifications/unread-count', { unread: 1 });
    const writes = answer('post', '/notifications/read-all', null, 204);
    await take(http.GET('/api/v1/notifications/unread-count'));
    await take(http.POST('/api/v1/notifications/read-all'));
    expect(reads[0]?.headers.get('x-csrf-token')).toBeNull();
    expect(writes[0]?.headers.get('x-csrf-token')).toBe('abc');
  });

  it('turns a refusal into an ApiProblem', async () => {
    answer('get', '/notifications/unread-count', () => problem(403, 'forbidden', 'Not for you.'));
    const refusal = take(http.GET('/api/v1/notifications/unread-count'));
    await expect(refusal).rejects.toMatchObject({ status: 403, message: 'Not for you.' });
    await expect(refusal).rejects.toBeInstanceOf(ApiProblem);
  });

  it('tells when the session is over, but not when a password was wrong', async () => {
    const signedOut = vi.fn();
    whenSignedOut(signedOut);
    answer('post', '/auth/sign-in', () => problem(401, 'wrong_credentials', 'Wrong.'));
    const attempt = { body: { email: 'a@example.com', password: 'x' } };
    await expect(take(http.POST('/api/v1/auth/sign-in', attempt))).rejects.toThrow('Wrong.');
    expect(signedOut).not.toHaveBeenCalled();

    answer('get', '/me/queue', () => problem(401, 'not_signed_in', 'Sign in.'));
    await expect(take(http.GET('/api/v1/me/queue'))).rejects.toThrow('Sign in.');
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('says in words that the server cannot be reached', async () => {
    answer('get', '/me/queue', () => HttpResponse.error());
    await expect(take(http.GET('/api/v1/me/queue'))).rejects.toMatchObject({
      status: 0,
      code: 'unreachable',
    });
  });

  it('repeats a list parameter for each of its values', async () => {
    const calls = answer('get', '/tickets', { items: [], next_cursor: null });
    await take(http.GET('/api/v1/tickets', { params: { query: { status: ['new', 'triaged'] } } }));
    expect(calls[0]?.search.getAll('status')).toEqual(['new', 'triaged']);
  });
});
