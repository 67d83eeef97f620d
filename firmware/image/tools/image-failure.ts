/** Why an image cannot be made, in words for whoever types `make image`: what is wrong, and what cures it. */
export class ImageFailure extends Error {}
