// In place of packages that markdown-it brings for rules that messages do not have (bare links, international hosts).

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it is made with `new` and never used
export default class Nothing {}

export const toASCII = (host: string): string => host;
export const toUnicode = (host: string): string => host;
