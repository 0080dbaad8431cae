/** One line of printable text, without a space at its ends. */
export const ONE_LINE = /^[!-~\u00a1-\uffff](?:[ -~\u00a0-\uffff]*[!-~\u00a1-\uffff])?$/;
