/**
 * The form in which texts, names and addresses are compared when the owner filters: composed (NFC), lower case. NUL becomes a
 * space, because the full-text index ends a text at NUL.
 */
export function searchText(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('\0', ' ');
}
