/** Hands a document to the browser as a file. */

export function saveJson(name: string, document_: unknown): void {
  const text = `${JSON.stringify(document_, null, 1)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
