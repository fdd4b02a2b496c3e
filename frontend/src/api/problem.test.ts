import { describe, expect, it } from 'vitest';
import { ApiProblem, sentenceOf } from './problem';

describe('ApiProblem', () => {
  it('reads a problem document', () => {
    const problem = ApiProblem.from(422, {
      title: 'Unprocessable',
      detail: 'email: that is no address.',
      code: 'invalid_request',
      request_id: 'r-7',
      errors: [{ field: 'email', message: 'that is no address' }, { field: 3 }],
    });
    expect(problem.message).toBe('email: that is no address.');
    expect(problem.code).toBe('invalid_request');
    expect(problem.requestId).toBe('r-7');
    expect(problem.byField()).toEqual({ email: 'that is no address' });
  });

  it('names a field by the last part of its path', () => {
    const problem = ApiProblem.from(422, { errors: [{ field: 'body.subject', message: 'empty' }] });
    expect(problem.byField()).toEqual({ subject: 'empty' });
  });

  it('makes a sentence of an answer that is no problem document', () => {
    expect(ApiProblem.from(503, '<html>').message).toMatch(/busy or starting/);
    expect(ApiProblem.from(418, null).message).toMatch(/could not answer/);
    expect(ApiProblem.from(418, null).code).toBe('http_418');
  });

  it('keeps the current row of a stale edit and the time to wait of a rate limit', () => {
    expect(ApiProblem.from(409, { current: { version: 4 } }).current).toEqual({ version: 4 });
    const limited = ApiProblem.from(429, {}, new Headers({ 'retry-after': '12' }));
    expect(limited.retryAfterSeconds).toBe(12);
  });

  it.each([
    [0, true],
    [429, true],
    [503, true],
    [404, false],
    [409, false],
    [422, false],
  ])('status %i is temporary: %s', (status, temporary) => {
    expect(ApiProblem.from(status, {}).isTemporary).toBe(temporary);
  });

  it('never shows a raw error to a person', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).not.toMatch(/undefined/);
  });
});
