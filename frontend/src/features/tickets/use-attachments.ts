/** Files on their way: each is uploaded at once and stands in the list with its state. */

import { useState } from 'react';
import { sentenceOf } from '@/api/problem';
import type { Attachment } from '@/api/types';
import { uploadAttachment } from './commands';

export interface Upload {
  name: string;
  size: number;
  problem: string | null;
}

export function useAttachments(
  attachments: Attachment[],
  onChange: (change: (before: Attachment[]) => Attachment[]) => void,
) {
  const [uploads, setUploads] = useState<Upload[]>([]);

  const upload = async (file: File) => {
    const entry: Upload = { name: file.name, size: file.size, problem: null };
    setUploads((before) => [...before, entry]);
    try {
      const attachment = await uploadAttachment(file);
      onChange((before) => [...before, attachment]);
      setUploads((before) => before.filter((one) => one !== entry));
    } catch (error) {
      setUploads((before) =>
        before.map((one) => (one === entry ? { ...entry, problem: sentenceOf(error) } : one)),
      );
    }
  };

  return {
    attachments,
    uploads,
    busy: uploads.some(({ problem }) => problem === null),
    add: (files: Iterable<File>) => {
      for (const file of files) void upload(file);
    },
    remove: (id: string) => onChange((before) => before.filter((one) => one.id !== id)),
    dismiss: (entry: Upload) => setUploads((before) => before.filter((one) => one !== entry)),
  };
}

export type Attachments = ReturnType<typeof useAttachments>;
