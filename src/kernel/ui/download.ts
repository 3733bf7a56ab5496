/** Has the browser keep what is here already, under this name. @example download('run.yaml', new Blob([text])); */
export const download = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
};
