export { isIndex, type PushedImage, unsignable } from "../../aws";
