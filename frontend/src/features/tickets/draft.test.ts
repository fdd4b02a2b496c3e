import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  EMPTY_DRAFT,
  faultsOf,
  forgetDraft,
  idempotencyKeyFor,
  isEmptyDraft,
  loadDraft,
  saveDraft,
  type Draft,
} from './draft';

const DRAFT: Draft = { ...EMPTY_DRAFT, subject: ' VPN ', description: 'It drops.', tags: ['vpn'] };

describe('the draft', () => {
  it('outlives a reload and goes when it is sent', () => {
    saveDraft(DRAFT);
    expect(loadDraft()).toEqual(DRAFT);
    forgetDraft();
    expect(loadDraft()).toEqual(EMPTY_DRAFT);
  });

  it('is empty when the storage holds nonsense', () => {
    sessionStorage.setItem('tikify:draft', '{broken');
    expect(loadDraft()).toEqual(EMPTY_DRAFT);
  });

  it('keeps its key for the same body and takes a new one for another', () => {
    const first = idempotencyKeyFor(bodyOf(DRAFT));
    expect(idempotencyKeyFor(bodyOf(DRAFT))).toBe(first);
    const changed = { ...DRAFT, description: 'It drops often.' };
    expect(idempotencyKeyFor(bodyOf(changed))).not.toBe(first);
  });

  it('takes a new key for the next ticket, even with the same words', () => {
    const first = idempotencyKeyFor(bodyOf(DRAFT));
    forgetDraft();
    expect(idempotencyKeyFor(bodyOf(DRAFT))).not.toBe(first);
  });

  it('sends trimmed words and the ids of the files', () => {
    const attachment = {
      id: 'a1',
      filename: 'log.txt',
      content_type: 'text/plain',
      size: 3,
      created_at: '2026-03-02T09:00:00Z',
      url: '/api/v1/attachments/a1',
    };
    const body = bodyOf({ ...DRAFT, attachments: [attachment] });
    expect(body.subject).toBe('VPN');
    expect(body.attachment_ids).toEqual(['a1']);
  });

  it('says what is missing or too long', () => {
    expect(Object.keys(faultsOf(EMPTY_DRAFT))).toEqual(['subject', 'description']);
    expect(faultsOf({ ...DRAFT, subject: 'x'.repeat(201) }).subject).toMatch(/201/);
    expect(faultsOf({ ...DRAFT, description: 'x'.repeat(20_001) }).description).toMatch(/20,001/);
    expect(faultsOf(DRAFT)).toEqual({});
  });

  it('knows when nothing was written', () => {
    expect(isEmptyDraft(EMPTY_DRAFT)).toBe(true);
    expect(isEmptyDraft(DRAFT)).toBe(false);
  });
});
