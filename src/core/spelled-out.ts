// Eight numbers of two or three digits with signs between them, an encoded blank among these: codes of characters, as
// entities or as a list. Every part is bounded, so a start costs a bounded number of steps: linear.
const codeList = /(?:\d{2,3}[^0-9A-Za-z]{1,4}(?:20)?(?=\d)){7}\d{2,3}/
// Eight single characters with white space between them: bounded, the two classes do not overlap: linear.
const spaced = /(?:^|\s)(?:\S\s){7}\S/

/**
 * Is something spelled out character by character, as codes or with blanks? No server needs to write like this; one
 * that does may be repeating a key in a form that no search for the key finds.
 */
export function isSpelledOut(text: string): boolean {
  return codeList.test(text) || spaced.test(text)
}
